import { z } from 'zod';
import { type Conversation, type Model, ProviderError, turnLimit } from './model.ts';
import { post, type Wire } from './post.ts';

/** What a model is reached with. */
export interface Access {
  readonly model: string;
  readonly key: string;
  /** Where another server speaks the same protocol. */
  readonly base?: string;
}

const count = z
  .number()
  .nonnegative()
  .nullish()
  .transform((value) => value ?? 0);

const anthropicReply = z.object({
  content: z.array(
    z
      .object({
        type: z.string(),
        text: z.string().optional(),
        id: z.string().optional(),
        name: z.string().optional(),
        input: z.unknown().optional(),
      })
      .loose(),
  ),
  usage: z.object({
    input_tokens: count,
    cache_creation_input_tokens: count,
    cache_read_input_tokens: count,
    output_tokens: count,
  }),
});

const openAiReply = z.object({
  choices: z
    .array(
      z.object({
        message: z
          .object({
            content: z.string().nullish(),
            refusal: z.string().nullish(),
            tool_calls: z
              .array(
                z
                  .object({ id: z.string(), function: z.object({ name: z.string(), arguments: z.string() }) })
                  .loose(),
              )
              .nullish(),
          })
          .loose(),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: count, completion_tokens: count }),
});

function read<Reply>(schema: z.ZodType<Reply>, reply: unknown, provider: string): Reply {
  const result = schema.safeParse(reply);
  if (result.success) return result.data;
  throw new ProviderError(`${provider} sent a reply of another shape`, false);
}

/** Arguments as a model wrote them; what is not JSON stays text, which the server refuses. */
function parseArguments(text: string): unknown {
  try {
    return text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    return text;
  }
}

const anthropicMessages = ({ question, turns }: Conversation) => [
  { role: 'user', content: question },
  ...turns.flatMap(({ own, results }) => [
    { role: 'assistant', content: own },
    {
      role: 'user',
      content: results.map(({ id, text, isError }) => ({
        type: 'tool_result',
        tool_use_id: id,
        content: text,
        is_error: isError,
      })),
    },
  ]),
];

/** Models of Anthropic, by the Messages API (version 2023-06-01); tools and instructions are cached by the provider. */
export const anthropic =
  ({ model, key, base = 'https://api.anthropic.com' }: Access, wire: Wire): Model =>
  async (conversation, signal) => {
    const reply = await post(
      {
        provider: 'Anthropic',
        address: `${base}/v1/messages`,
        headers: { 'x-api-key': key, 'anthropic-version': '2023-06-01' },
        key,
        body: {
          model,
          max_tokens: turnLimit,
          system: [{ type: 'text', text: conversation.system, cache_control: { type: 'ephemeral' } }],
          tools: conversation.tools.map(({ name, description, schema }) => ({
            name,
            description,
            input_schema: schema,
          })),
          messages: anthropicMessages(conversation),
        },
      },
      wire,
      signal,
    );
    const { content, usage } = read(anthropicReply, reply, 'Anthropic');
    return {
      text: content.map(({ type, text = '' }) => (type === 'text' ? text : '')).join(''),
      calls: content.flatMap(({ type, id = '', name = '', input }) =>
        type === 'tool_use' ? [{ id, tool: name, input }] : [],
      ),
      tokensIn: usage.input_tokens + usage.cache_creation_input_tokens + usage.cache_read_input_tokens,
      tokensOut: usage.output_tokens,
      own: content,
    };
  };

const openAiMessages = ({ system, question, turns }: Conversation) => [
  { role: 'system', content: system },
  { role: 'user', content: question },
  ...turns.flatMap(({ own, results }) => [
    own,
    ...results.map(({ id, text }) => ({ role: 'tool', tool_call_id: id, content: text })),
  ]),
];

/** Models of OpenAI, and of servers that speak the same protocol, by Chat Completions. */
export const openAi =
  ({ model, key, base = 'https://api.openai.com/v1' }: Access, wire: Wire): Model =>
  async (conversation, signal) => {
    const reply = await post(
      {
        provider: 'OpenAI',
        address: `${base}/chat/completions`,
        headers: { authorization: `Bearer ${key}` },
        key,
        body: {
          model,
          max_completion_tokens: turnLimit,
          tools: conversation.tools.map(({ name, description, schema }) => ({
            type: 'function',
            function: { name, description, parameters: schema },
          })),
          messages: openAiMessages(conversation),
        },
      },
      wire,
      signal,
    );
    const { choices, usage } = read(openAiReply, reply, 'OpenAI');
    const message = choices[0]?.message;
    return {
      text: message?.content ?? message?.refusal ?? '',
      calls: (message?.tool_calls ?? []).map(({ id, function: { name, arguments: text } }) => ({
        id,
        tool: name,
        input: parseArguments(text),
      })),
      tokensIn: usage.prompt_tokens,
      tokensOut: usage.completion_tokens,
      own: { role: 'assistant', ...message },
    };
  };
