import { PassThrough } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { serveStdio } from '../../src/mcp/stdio.ts';
import { isObject, type JsonObject, parseJsonText } from '../../src/tool/json.ts';
import { manualClock } from '../manual-clock.ts';
import { productHandlers } from './product.ts';

/** A word that several records of the demo data have in their names, and that none is called by. */
const about = 'an';

const sentence = /^unknown_name: "an" matches several records: .*Give one by id/;

const object = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** A connection of a legacy client that has said hello, line by line. */
async function connect({
  revision = '2025-11-25',
  capabilities = { elicitation: { form: {} } } as object,
  answerTimeoutMs = 130_000,
} = {}) {
  const clock = manualClock();
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const connection = serveStdio({
    stdin,
    stdout,
    handlers: productHandlers(),
    version: '1.2.3',
    clock,
    answerTimeoutMs,
  });
  onTestFinished(() => connection.close());
  const received: JsonObject[] = [];
  stdout.on('data', (chunk) => {
    for (const line of String(chunk).trim().split('\n')) received.push(object(parseJsonText(line)));
  });
  const say = (message: object) => void stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const found = async (is: (message: JsonObject) => boolean) => {
    await expect.poll(() => received.some(is)).toBe(true);
    return received.find(is) ?? {};
  };
  const questions = () => received.filter(({ method }) => method === 'elicitation/create');
  const clientInfo = { name: 'c', version: '1' };
  say({ id: 0, method: 'initialize', params: { protocolVersion: revision, capabilities, clientInfo } });
  say({ method: 'notifications/initialized' });
  await found(({ id }) => id === 0);
  return {
    clock,
    received,
    say,
    questions,
    connection,
    call: (id: number) => say({ id, method: 'tools/call', params: { name: 'brief', arguments: { about } } }),
    /** What the client was asked, as soon as it was. */
    question: () => found(({ method }) => method === 'elicitation/create'),
    cancelled: (question: JsonObject) =>
      found(
        ({ method, params }) =>
          method === 'notifications/cancelled' && object(params).requestId === question.id,
      ),
    async text(id: number) {
      const { content } = object((await found((message) => message.id === id)).result);
      return String(object(Array.isArray(content) ? content[0] : {}).text);
    },
  };
}

/** The field of a question's form. */
function fieldOf({ params }: JsonObject): JsonObject {
  const { properties } = object(object(params).requestedSchema);
  return object(object(properties).choice);
}

const chosen = (value: unknown) => ({ action: 'accept', content: { choice: value } });

describe('a legacy client over stdio that shows forms', () => {
  test.each(['2025-11-25', '2025-06-18'])('of %s lets the person choose', async (revision) => {
    const client = await connect({ revision });
    client.call(1);
    const question = await client.question();
    expect(object(question.params).message).toMatch(/^"an" matches several records\. Which one is meant\?/);
    const field = fieldOf(question);
    const options = Array.isArray(field.oneOf) ? field.oneOf.map(object) : [];
    const values = Array.isArray(field.enum) ? field.enum : options.map((option) => option.const);
    const titles = Array.isArray(field.enumNames) ? field.enumNames : options.map(({ title }) => title);
    expect(Object.keys(field)).toEqual(
      revision === '2025-11-25' ? ['type', 'title', 'oneOf'] : ['type', 'title', 'enum', 'enumNames'],
    );
    const [kind = '', id = ''] = String(values[1]).split(' ');
    expect(titles[1]).toContain(`${kind} ${id} "`);
    client.say({ id: question.id, result: chosen(values[1]) });
    expect(await client.text(1)).toMatch(new RegExp(`^${kind}\\nid: ${id}\\n`));
    expect(client.questions()).toHaveLength(1);
    expect(client.clock.sleepers()).toBe(0);
  });

  test.each<[string, object, RegExp]>([
    ['declines', { result: { action: 'decline' } }, sentence],
    ['cancels', { result: { action: 'cancel' } }, sentence],
    ['chooses nothing', { result: { action: 'accept', content: {} } }, sentence],
    ['chooses a number', { result: chosen(7) }, sentence],
    ['answers with an error', { error: { code: -32601, message: 'no' } }, sentence],
    ['chooses what means several', { result: chosen('an') }, sentence],
    ['makes an id up', { result: chosen('person 1') }, /^not_found: /],
  ])('that %s gets the sentence, and is asked once', async (_, response, expected) => {
    const client = await connect();
    client.call(1);
    const question = await client.question();
    client.say({ id: 'choice-77', result: chosen('person 1') });
    client.say({ id: question.id, ...response });
    expect(await client.text(1)).toMatch(expected);
    expect(client.questions()).toHaveLength(1);
    expect(client.clock.sleepers()).toBe(0);
  });

  test('that never answers gets the sentence before its own time is up', async () => {
    const client = await connect();
    client.call(1);
    const question = await client.question();
    await client.clock.advance(44_999);
    expect(client.received.filter(({ id }) => id === 1)).toEqual([]);
    await client.clock.advance(1);
    expect(await client.text(1)).toMatch(sentence);
    await client.cancelled(question);
    // Too late.
    client.say({ id: question.id, result: chosen('person 1') });
    client.call(2);
    await expect.poll(() => client.questions().length).toBe(2);
    const next = client.questions()[1] ?? {};
    client.say({ id: next.id, result: { action: 'decline' } });
    expect(await client.text(2)).toMatch(sentence);
    expect(client.received.filter(({ id }) => id === 1)).toHaveLength(1);
  });

  test('that ends its call has nothing more to answer', async () => {
    const client = await connect();
    client.call(1);
    const question = await client.question();
    client.say({ method: 'notifications/cancelled', params: { requestId: 1 } });
    await client.cancelled(question);
    await expect.poll(() => client.clock.sleepers()).toBe(0);
    expect(client.received.filter(({ id }) => id === 1)).toEqual([]);
  });

  test('whose call is out of time is told so', async () => {
    const client = await connect({ answerTimeoutMs: 10_000 });
    client.call(1);
    const question = await client.question();
    await client.clock.advance(10_000);
    await client.cancelled(question);
    expect(client.received.find(({ id }) => id === 1)).toMatchObject({ error: { code: -32603 } });
    expect(client.clock.sleepers()).toBe(0);
  });

  test('that goes leaves nothing behind', async () => {
    const client = await connect();
    client.call(1);
    await client.question();
    await client.connection.close();
    await expect.poll(() => client.clock.sleepers()).toBe(0);
  });

  test('is asked two questions side by side', async () => {
    const client = await connect();
    client.call(1);
    client.call(2);
    await expect.poll(() => client.questions().length).toBe(2);
    const [first, second] = client.questions();
    client.say({ id: second?.id, result: { action: 'decline' } });
    expect(await client.text(2)).toMatch(sentence);
    expect(client.received.filter(({ id }) => id === 1)).toEqual([]);
    const options = fieldOf(first ?? {}).oneOf;
    const value = object(Array.isArray(options) ? options[0] : {}).const;
    client.say({ id: first?.id, result: chosen(value) });
    expect(await client.text(1)).toContain(`id: ${String(value).split(' ')[1]}\n`);
  });

  test('may say hello in a form that only the SDK reads', async () => {
    const client = await connect({ capabilities: { elicitation: {}, sampling: { tools: {} } } });
    client.call(1);
    client.say({ id: (await client.question()).id, result: { action: 'decline' } });
    expect(await client.text(1)).toMatch(sentence);
  });
});

test.each<[string, Parameters<typeof connect>[0]]>([
  ['shows no forms', { capabilities: {} }],
  ['shows addresses only', { capabilities: { elicitation: { url: {} } } }],
  ['is of a revision without forms', { revision: '2025-03-26', capabilities: { elicitation: {} } }],
])('a client that %s gets the sentence', async (_, options) => {
  const client = await connect(options);
  client.call(1);
  expect(await client.text(1)).toMatch(sentence);
  expect(client.questions()).toEqual([]);
});
