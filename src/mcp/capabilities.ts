import type { CallContext } from '../tool/app.ts';
import type { Capabilities, CompletionCapability, Message, PromptCapability } from '../tool/capabilities.ts';

/** The capabilities that a server announces: nothing that it does not have, and none of them ever changes. */
export const announcedCapabilities = ({ resources, prompts, complete }: Capabilities) => ({
  tools: {},
  ...(resources === undefined ? {} : { resources: {} }),
  ...(prompts === undefined ? {} : { prompts: {} }),
  ...(complete === undefined ? {} : { completions: {} }),
});

/** What a client reads that asked for a resource which does not exist. */
export const unknownResource = (uri: string) => `Resource not found: ${uri.slice(0, 100)}`;

/** A prompt as a client asks for it. */
interface PromptParams {
  readonly name: string;
  readonly arguments?: Readonly<Record<string, string>> | undefined;
}

/** The prompt's messages, or why there are none. */
export async function getPrompt(
  prompts: PromptCapability,
  { name, arguments: given = {} }: PromptParams,
  context: CallContext,
): Promise<{ messages: Message[] } | string> {
  const published = prompts.list().find((prompt) => prompt.name === name);
  const missing = published?.arguments.find(
    (argument) => argument.required && !Object.hasOwn(given, argument.name),
  );
  if (missing !== undefined) return `Missing argument: ${missing.name}`;
  const messages = await prompts.get(name, given, context);
  return messages === undefined ? `Unknown prompt: ${name.slice(0, 100)}` : { messages: [...messages] };
}

/** A value that is being typed, as a client tells it. */
interface CompleteParams {
  readonly ref: { type: 'ref/prompt'; name: string } | { type: 'ref/resource'; uri: string };
  readonly argument: { name: string; value: string };
  readonly context?: { arguments?: Record<string, string> | undefined } | undefined;
}

/** No client is given more values at once. */
const mostValues = 100;

/** Values that fit, or why there are none. */
export async function getCompletion(
  complete: CompletionCapability,
  { ref, argument, context: chosen }: CompleteParams,
  context: CallContext,
): Promise<{ completion: { values: string[]; total: number; hasMore: boolean } } | string> {
  const place = ref.type === 'ref/prompt' ? { prompt: ref.name } : { template: ref.uri };
  const others = chosen?.arguments ?? {};
  const found = await complete(place, { ...argument, others }, context);
  if (found === undefined) return `Nothing to complete: ${Object.values(place).join('').slice(0, 100)}`;
  const values = found.values.slice(0, mostValues);
  const total = found.total ?? found.values.length;
  return { completion: { values, total, hasMore: total > values.length } };
}
