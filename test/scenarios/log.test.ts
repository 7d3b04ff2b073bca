import { afterEach, expect, test } from 'vitest';
import { createSandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { serveSandbox } from '../../src/sandbox/serve.ts';
import { realClock } from '../../src/tool/clock.ts';
import { startHarness } from '../harness.ts';
import { type ServerProcess, startServer } from './server-process.ts';

const key = 'c0pper-key-0123456789-abcdefghij';
const email = 'dana.li@example.com';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** The built server at this level of logging, in front of a sandbox on a port. */
async function start(level: string, options: Partial<SandboxOptions> = {}) {
  const sandbox = createSandbox({
    now: realClock.now,
    sleep: realClock.sleep,
    credentials: [key],
    ...options,
  });
  const { url, close } = await serveSandbox(sandbox);
  closing.push(close);
  const server = startServer([], {
    COPPER_API_KEY: key,
    COPPER_USER_EMAIL: email,
    COPPER_API_BASE_URL: url,
    LOG_LEVEL: level,
  });
  closing.push(() => server.kill('SIGKILL'));
  await server.initialize();
  return { sandbox, server };
}

/** What one call answered, error or not. */
async function textOf(server: ServerProcess, name: string, input: object): Promise<string> {
  const { result } = await server.ask('tools/call', { name, arguments: input });
  const [first] = Array.isArray(result?.content) ? result.content : [];
  return String(first?.text);
}

/** The events on stderr once the server has ended. */
async function events(server: ServerProcess): Promise<Record<string, unknown>[]> {
  server.endInput();
  expect(await server.gone).toEqual({ code: 0, signal: null });
  const lines = server.stderr().split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

/** Words of an answer that stand for somebody or something: names, addresses, numbers of phones. */
const wordsOf = (answer: string) =>
  answer
    .split('\n')
    .slice(2)
    .flatMap((row) => row.split('\t'))
    .filter((cell) => /[A-Z@+]/.test(cell) && cell.length > 4);

test('at debug, one line for each request, and nothing of what was asked or answered', async () => {
  const { sandbox, server } = await start('debug');
  const answers = [
    await textOf(server, 'search_people', { name: 'an', limit: 10 }),
    await textOf(server, 'search_companies', { owner: 'Jane Park', limit: 10 }),
    await textOf(server, 'get_person_by_email', { email: sandbox.world.people[0]?.emails[0]?.email ?? '' }),
    await textOf(server, 'search_opportunities', { stage: 'Negotiation', limit: 5, fields: ['+details'] }),
    await textOf(server, 'get_opportunity', { id: 1 }),
  ];
  const logged = await events(server);
  expect(logged.map(({ status }) => status)).toEqual(sandbox.log.map(({ status }) => status));
  expect(logged.length).toBeGreaterThanOrEqual(answers.length);
  for (const event of logged) {
    expect(event).toEqual({
      level: 20,
      time: expect.any(Number),
      name: 'copper-mcp',
      msg: 'copper',
      operation: expect.stringMatching(/^[a-z]+[A-Z]\w+$/),
      status: expect.any(Number),
      ms: expect.any(Number),
      attempt: 1,
      waitMs: expect.any(Number),
    });
  }
  const words = [
    ...answers.flatMap(wordsOf),
    key,
    key.slice(0, 8),
    email,
    'Jane Park',
    'Negotiation',
    'X-PW',
  ];
  expect(words.length).toBeGreaterThan(50);
  for (const word of words) expect(server.stderr()).not.toContain(word);
});

test('each try has its line, with what broke it', async () => {
  const { sandbox, server } = await start('debug', { fault: { kind: 'reset', every: 2 } });
  await textOf(server, 'list_tags', {});
  await textOf(server, 'list_tags', {});
  const logged = await events(server);
  expect(sandbox.log).toHaveLength(3);
  expect(
    logged.map(({ operation, attempt, status, error }) => [operation, attempt, status ?? error]),
  ).toEqual([
    ['listTags', 1, 200],
    ['listTags', 1, expect.stringMatching(/^(ECONNRESET|UND_ERR_SOCKET)$/)],
    ['listTags', 2, 200],
  ]);
});

test('a refused key is in no log and in no answer', async () => {
  const { server } = await start('trace', { credentials: ['another'] });
  const answer = await textOf(server, 'list_tags', {});
  expect(answer).toMatch(/^unauthorized: /);
  await events(server);
  expect(`${answer}${server.stderr()}`).not.toContain(key);
  expect(`${answer}${server.stderr()}`).not.toContain(email);
});

test('as long as nothing is wrong with us, there is nothing to say at warn', async () => {
  const { server } = await start('warn', { fault: { kind: '502-html', every: 2 } });
  await textOf(server, 'list_tags', {});
  await textOf(server, 'list_tags', {});
  expect(await events(server)).toEqual([]);
});

test('a mistake of ours is logged by its id and place, without its words', async () => {
  const broken = new RangeError('Jane Roe is no number');
  const harness = await startHarness({ wrap: () => () => Promise.reject(broken) });
  closing.push(harness.close);
  const { text, isError } = await harness.call('list_tags');
  const id = /^internal: Internal error of copper-mcp \((\w{6})\)/.exec(text)?.[1];
  expect(isError).toBe(true);
  const [mistake, ...more] = harness.logged.filter(({ level }) => level === 'error');
  expect(more).toEqual([]);
  expect(mistake?.fields).toEqual({
    id,
    tool: 'list_tags',
    error: 'RangeError',
    at: expect.arrayContaining([expect.stringMatching(/^at /)]),
  });
  expect(`${text}${JSON.stringify(harness.logged)}`).not.toContain('Jane Roe');
});
