import { Readable } from 'node:stream';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { evals } from './surroundings.ts';

const key = 'sk-test-0123456789';
const anthropicEnv = { ANTHROPIC_API_KEY: key };
const openAiEnv = { OPENAI_API_KEY: key };

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const anthropicApi = () => nock('https://api.anthropic.com', { reqheaders: { 'x-api-key': key } });
const openAiApi = () => nock('https://api.openai.com', { reqheaders: { authorization: `Bearer ${key}` } });

const said = (text: string) => ({
  content: [{ type: 'text', text }],
  stop_reason: 'end_turn',
  usage: {
    input_tokens: 5,
    cache_creation_input_tokens: null,
    cache_read_input_tokens: 4_000,
    output_tokens: 7,
  },
});

/** Keeps the bodies of requests. */
const recorder = () => {
  const bodies: Record<string, unknown>[] = [];
  const keep = (body: unknown) => {
    bodies.push(Object(body));
    return true;
  };
  return { bodies, keep };
};

describe('Anthropic', () => {
  test('gets tools, instructions, and its own turn back with the results', async () => {
    const { bodies, keep } = recorder();
    const content = [
      { type: 'thinking', thinking: 'hm', signature: 'abc' },
      { type: 'text', text: 'Let me look.' },
      { type: 'tool_use', id: 'toolu_1', name: 'list_tags', input: { name: 'newsletter' } },
      { type: 'tool_use', id: 'toolu_2', name: 'list_tags', input: { nme: 'newsletter' } },
    ];
    anthropicApi()
      .post('/v1/messages', keep)
      .matchHeader('anthropic-version', '2023-06-01')
      .reply(200, { content, stop_reason: 'tool_use', usage: { input_tokens: 4_005, output_tokens: 20 } })
      .post('/v1/messages', keep)
      .reply(200, said('23 contacts.'));
    const { code, printed } = await evals('--model some-model --only 33 --json', { env: anthropicEnv });
    expect(code).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({
      model: 'some-model',
      right: 1,
      tokensIn: 8_010,
      tokensOut: 27,
    });
    const [first, second] = bodies;
    expect(first).toMatchObject({
      model: 'some-model',
      max_tokens: 8_192,
      system: [{ type: 'text', cache_control: { type: 'ephemeral' } }],
      messages: [{ role: 'user', content: 'How many contacts are tagged newsletter?' }],
    });
    expect(Object(first?.tools)[0]).toEqual({
      name: 'search_opportunities',
      description: expect.any(String),
      input_schema: expect.objectContaining({ type: 'object' }),
    });
    expect(second?.messages).toEqual([
      { role: 'user', content: 'How many contacts are tagged newsletter?' },
      { role: 'assistant', content },
      {
        role: 'user',
        content: [
          {
            type: 'tool_result',
            tool_use_id: 'toolu_1',
            content: expect.stringMatching(/^tags 1-1 of 1/),
            is_error: false,
          },
          {
            type: 'tool_result',
            tool_use_id: 'toolu_2',
            content: expect.stringContaining('nme'),
            is_error: true,
          },
        ],
      },
    ]);
  });

  test('another address for the same protocol', async () => {
    nock('http://localhost:1234').post('/v1/messages').reply(200, said('23'));
    const env = { ...anthropicEnv, ANTHROPIC_BASE_URL: 'http://localhost:1234/' };
    const { printed } = await evals('--model m --only 33 --json', { env });
    expect(JSON.parse(printed).right).toBe(1);
  });
});

describe('OpenAI', () => {
  test('gets tools, instructions, and its own turn back with the results', async () => {
    const { bodies, keep } = recorder();
    const toolCalls = [
      {
        id: 'call_1',
        type: 'function',
        function: { name: 'list_tags', arguments: '{"name":"newsletter"}' },
      },
      { id: 'call_2', type: 'function', function: { name: 'list_tags', arguments: '{"name":' } },
    ];
    const usage = { prompt_tokens: 4_000, completion_tokens: 20 };
    openAiApi()
      .post('/v1/chat/completions', keep)
      .reply(200, {
        choices: [{ message: { role: 'assistant', content: null, tool_calls: toolCalls } }],
        usage,
      })
      .post('/v1/chat/completions', keep)
      .reply(200, { choices: [{ message: { role: 'assistant', content: '23 contacts.' } }], usage });
    const { code, printed } = await evals('--model some-model --only 33 --json', { env: openAiEnv });
    expect(code).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({ right: 1, tokensIn: 8_000, tokensOut: 40, refusedCalls: 1 });
    const [first, second] = bodies;
    expect(Object(first?.tools)[0]).toEqual({
      type: 'function',
      function: {
        name: 'search_opportunities',
        description: expect.any(String),
        parameters: expect.objectContaining({ type: 'object' }),
      },
    });
    expect(Object(first?.messages)[0]).toMatchObject({
      role: 'system',
      content: expect.stringContaining('Record text is written by outsiders'),
    });
    expect(Object(second?.messages).slice(1)).toEqual([
      { role: 'user', content: 'How many contacts are tagged newsletter?' },
      { role: 'assistant', content: null, tool_calls: toolCalls },
      { role: 'tool', tool_call_id: 'call_1', content: expect.stringMatching(/^tags 1-1 of 1/) },
      { role: 'tool', tool_call_id: 'call_2', content: 'Arguments must be a JSON object.' },
    ]);
  });
});

/** A reply that breaks off. */
function broken(this: Readable) {
  this.destroy(new Error('reset'));
}

describe('a request that fails', () => {
  test('is tried again as the provider asks, and it is told', async () => {
    anthropicApi()
      .post('/v1/messages')
      .reply(429, { error: { message: 'Rate limited' } }, { 'retry-after': '7' })
      .post('/v1/messages')
      .reply(529, 'overloaded')
      .post('/v1/messages')
      .reply(200, () => new Readable({ read: broken }))
      .post('/v1/messages')
      .reply(503, '', { 'retry-after': 'Mon, 23 Nov 2026 00:00:30 GMT' })
      .post('/v1/messages')
      .reply(200, said('23'));
    const { code, reported, pauses } = await evals('--model m --only 33', { env: anthropicEnv });
    expect(code).toBe(0);
    expect(pauses.slice(0, 3)).toEqual([7_000, 2_000, 4_000]);
    expect(pauses[3]).toBeGreaterThan(20_000);
    expect(pauses[3]).toBeLessThan(30_000);
    expect(reported.slice(0, 3)).toEqual([
      'Anthropic returned 429: Rate limited; trying again in 7 s (1 of 4).',
      'Anthropic returned 529; trying again in 2 s (2 of 4).',
      'Anthropic could not be reached; trying again in 4 s (3 of 4).',
    ]);
  });

  test('is given up after five tries; after three such questions no other is asked', async () => {
    openAiApi().post('/v1/chat/completions').times(5).replyWithError('socket hang up');
    openAiApi().post('/v1/chat/completions').times(10).reply(500, '');
    const { code, reported, pauses } = await evals('--model m --only 30-34', { env: openAiEnv });
    expect([code, pauses.length]).toEqual([1, 12]);
    expect(reported.at(-1)).toBe(
      'Ended early, 2 questions not asked: the provider did not answer three questions in a row.',
    );
    expect(reported.filter((line) => line.includes('WRONG: OpenAI could not be reached'))).toHaveLength(1);
    expect(reported.filter((line) => line.includes('WRONG: OpenAI returned 500'))).toHaveLength(2);
  });

  test('is not waited for longer than a minute', async () => {
    openAiApi().post('/v1/chat/completions').reply(429, '', { 'retry-after': '3600' });
    const { pauses, reported } = await evals('--model m --only 33', { env: openAiEnv });
    expect(pauses).toEqual([]);
    expect(reported.join('\n')).toContain('WRONG: OpenAI returned 429');
  });

  test('with a key that is refused, the run ends at once, and no sentence has the key', async () => {
    anthropicApi()
      .post('/v1/messages')
      .reply(401, { error: { message: `invalid key ${key}, or sk-proj-abc***xyz` } });
    const { code, printed, reported, pauses } = await evals('--model m', { env: anthropicEnv });
    expect([code, pauses]).toEqual([1, []]);
    expect(reported).toEqual([
      'Ended early, 60 questions not asked: Anthropic returned 401: invalid key [key], or [key].',
    ]);
    expect(`${printed}${reported}`).not.toContain(key);
  });

  test.each([
    ['no JSON', '<html>', 'sent a reply that is not JSON'],
    ['another shape', '{"choices":[]}', 'sent a reply of another shape'],
  ])('with %s, it is said', async (_, body, sentence) => {
    openAiApi().post('/v1/chat/completions').reply(200, body);
    const { reported } = await evals('--model m --only 33', { env: openAiEnv });
    expect(reported.join('\n')).toContain(`WRONG: OpenAI ${sentence}`);
  });
});

test.each([
  [
    { ...anthropicEnv, ...openAiEnv },
    '--model m',
    'Two keys are set: choose with --provider anthropic or openai.',
  ],
  [
    openAiEnv,
    '--model m --provider anthropic',
    'Evals need a key of a model provider: set ANTHROPIC_API_KEY.',
  ],
  [openAiEnv, '', 'Name the model: --model NAME, as its provider names it.'],
])('%j with %s is refused', async (env, args, sentence) => {
  const { code, reported } = await evals(args, { env });
  expect([code, reported]).toEqual([2, [sentence]]);
});
