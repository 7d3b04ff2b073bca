import type { CallContext, CallProgress, Content, ToolResult } from '../tool/app.ts';
import { readTrace } from '../tool/fetch-copper.ts';
import type { JsonObject } from '../tool/json.ts';

/** Names this server in the handshake and in results. */
export const serverInfo = (version: string) => ({ name: 'copper-mcp', title: 'Copper CRM', version });

/** A finished call in the words of the protocol, which are the same in every generation. */
export function callResult({ text, content, isError, structured }: ToolResult): CallResult {
  return {
    content: content === undefined ? [{ type: 'text', text }] : [...content],
    isError,
    ...(structured === undefined ? {} : { structuredContent: structured }),
  };
}

type CallResult = {
  content: Content[];
  isError: boolean;
  structuredContent?: JsonObject;
};

/** What a request says of itself, as far as we listen. */
interface Meta {
  readonly progressToken?: string | number | undefined;
  readonly traceparent?: unknown;
}

/** What surrounds a request; its progress goes only to a client that gave a token, and not getting there harms nothing. */
export function contextOf(
  signal: AbortSignal,
  { progressToken: token, traceparent }: Meta = {},
  notify: (notification: ProgressNotification) => Promise<void>,
): CallContext {
  const trace = readTrace(traceparent);
  return {
    signal,
    ...(trace === undefined ? {} : { trace }),
    ...(token === undefined
      ? {}
      : {
          onProgress: (progress) => void notify(progressNotification(token, progress)).catch(() => undefined),
        }),
  };
}

/** How far a call has come, as a notification to the client that gave the token. */
const progressNotification = (
  progressToken: string | number,
  { done, total, message }: CallProgress,
): ProgressNotification => ({
  method: 'notifications/progress',
  params: { progressToken, progress: done, message, ...(total === undefined ? {} : { total }) },
});

type ProgressNotification = {
  method: 'notifications/progress';
  params: { progressToken: string | number; progress: number; message: string; total?: number };
};

/** What a client reads that asked for a tool which does not exist, or which is not offered to it. */
export const unknownTool = (name: string, leftOut: readonly string[] = []) =>
  `Unknown tool: ${name.slice(0, 100)}${leftOut.includes(name) ? ' (it exists, but the choice of tools leaves it out)' : ''}`;

/** Clients are never asked for structured input, so the validator (Ajv, 10 ms to make) that SDKs want has no work. */
export const noValidator = {
  getValidator(): never {
    throw new Error('no schema of a client is ever validated');
  },
};
