import type { Handlers } from '../../src/mcp/handlers.ts';
import type { CallContext, Content, PublishedTool, ToolResult } from '../../src/tool/app.ts';
import { audio, fixtureCapabilities, image } from './fixture-capabilities.ts';

type Tool = (context: CallContext) => Promise<ToolResult>;

const says = (text: string): ToolResult => ({ text, isError: false });
const shows = (...content: Content[]): ToolResult => ({ text: 'not text alone', content, isError: false });
const embeds = (uri: string, mimeType: string, text: string): Content => ({
  type: 'resource',
  resource: { uri, mimeType, text },
});

/** Tools by the names that the official suite looks for, as far as answers of ours are made of. */
const tools: Readonly<Record<string, Tool>> = {
  test_simple_text: async () => says('This is a simple text response for testing.'),
  test_error_handling: async () => ({
    text: 'This tool intentionally returns an error for testing',
    isError: true,
  }),
  test_tool_with_progress: stepwise,
  test_image_content: async () => shows(image),
  test_audio_content: async () => shows(audio),
  test_embedded_resource: async () =>
    shows(embeds('test://embedded-resource', 'text/plain', 'This is an embedded resource content.')),
  test_multiple_content_types: async () =>
    shows(
      { type: 'text', text: 'Multiple content types test:' },
      image,
      embeds('test://mixed-content-resource', 'application/json', '{"test":"data","value":123}'),
    ),
  // What these two would send besides their result, no adapter of ours can: the suite looks that nothing comes.
  test_streaming_elicitation: stepwise,
  test_logging_tool: async () => says('logged to stderr only'),
  json_schema_2020_12_tool: async () => says('ok'),
};

async function stepwise({ onProgress }: CallContext): Promise<ToolResult> {
  for (const done of [0, 50, 100]) {
    onProgress?.({ done, total: 100, message: `Completed step ${done} of 100` });
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return says('done');
}

/** The schema that the suite wants to see again, word by word. */
const wideSchema: PublishedTool['inputSchema'] = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: {
    address: {
      $anchor: 'addressDef',
      type: 'object',
      properties: { street: { type: 'string' }, city: { type: 'string' } },
    },
  },
  properties: {
    name: { type: 'string' },
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: { type: 'string' },
    email: { type: 'string' },
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
  // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
};

const publish = (name: string): PublishedTool => ({
  name,
  title: name,
  description: `A tool of the conformance suite: ${name}.`,
  inputSchema: name.startsWith('json_schema') ? wideSchema : { type: 'object', properties: {} },
  annotations: {
    title: name,
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: true,
  },
});

/** Handlers over these tools and, where a test needs them, others. */
export function fixtureHandlers(others: Readonly<Record<string, Tool>> = {}): Handlers {
  const all = { ...tools, ...others };
  return {
    list: Object.keys(all).map(publish),
    instructions: 'Tools of the conformance suite.',
    call: async (name, _input, context) => all[name]?.(context),
  };
}

/** Handlers over these tools and all that a server may offer besides: what the official suite is run against. */
export const wideHandlers = (): Handlers => ({ ...fixtureHandlers(), ...fixtureCapabilities });
