import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toolChoice } from '../../src/cli/tool-choice.ts';
import { readConfig } from '../../src/config.ts';
import { createFirstPeer } from '../../src/mcp/first-answers.ts';
import { readFrame } from '../../src/mcp/frame.ts';
import { createHandlers, type Handlers } from '../../src/mcp/handlers.ts';
import { connectLegacyStdio } from '../../src/mcp/legacy-server.ts';
import { connectModernStdio } from '../../src/mcp/modern-server.ts';
import { publishedCapabilities } from '../../src/published.ts';
import { parseJsonText } from '../../src/tool/json.ts';
import { fixtureHandlers, wideHandlers } from './fixture.ts';
import { randomFrames } from './random-frames.ts';
import { modernMeta } from './raw.ts';

const version = '1.2.3';
const connectTo = (modern: boolean) => (modern ? connectModernStdio : connectLegacyStdio);
const frameOf = (message: unknown) => readFrame(parseJsonText(JSON.stringify(message)));

/** The texts of the first peer's answer and of the SDK's, to a connection's first message; undefined if only the SDK answers it. */
async function both(handlers: Handlers, modern: boolean, message: unknown) {
  const frame = frameOf(message);
  let early: object | undefined;
  const first = createFirstPeer({
    handlers,
    version,
    modern,
    send: (answer) => {
      early = answer;
    },
  });
  if (frame.kind !== 'request' || !first.takes([frame])) return undefined;
  expect(first.receive(frame.message)).toBe(true);
  const late = await new Promise<object>((resolve) => {
    void connectTo(modern)(handlers, version, resolve).then((peer) => peer.receive(frame.message));
  });
  return { early: JSON.stringify(early), late: JSON.stringify(late) };
}

const handshake = (protocolVersion: string, capabilities: object = {}, info: object = {}) => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion, capabilities, clientInfo: { name: 'c', version: '1', ...info } },
});
const ask = (method: string, id: number | string, params?: object) => ({
  jsonrpc: '2.0',
  id,
  method,
  params,
});
const lists = ['tools/list', 'resources/list', 'resources/templates/list', 'prompts/list'];

const legacyMessages = [
  handshake('2025-11-25', { roots: { listChanged: true }, sampling: {}, elicitation: { form: {}, url: {} } }),
  handshake('2025-06-18', { roots: {}, elicitation: {} }, { title: 'Client', websiteUrl: 'https://x.test' }),
  handshake('2025-03-26', { experimental: { a: { b: 1 } } }),
  handshake('2024-11-05', { extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html'] } } }),
  ask('ping', 'p'),
  ask('tools/list', 2, { _meta: { progressToken: 7 } }),
  ask('prompts/list', 3, {}),
  ...lists.map((method, at) => ask(method, at)),
];
const modernMessages = ['server/discover', ...lists].flatMap((method, at) => [
  ask(method, at, { _meta: modernMeta }),
  ask(method, `s${at}`, { _meta: { ...modernMeta, progressToken: 'p' } }),
]);

const offered = (env: Record<string, string>) => {
  const config = readConfig(env, () => '', 'UTC');
  return createHandlers({
    selection: toolChoice(config).offered,
    capabilities: publishedCapabilities,
    app: () => Promise.reject(new Error('no list needs the app')),
  });
};

const settings: readonly Record<string, string>[] = [
  {},
  { COPPER_API_KEY: 'k', COPPER_USER_EMAIL: 'a@b.test' },
  { COPPER_ACCESS_TOKEN: 't' },
  { COPPER_FORMAT: 'json' },
  { COPPER_TOOLS: 'core' },
  { COPPER_TOOLS: 'operations' },
  { COPPER_TOOLS: 'reports' },
  { COPPER_TOOLS: '-search_leads,-reports' },
  { COPPER_TOOLS: 'get_user' },
  { COPPER_TOOL_PREFIX: 'copper_' },
  { COPPER_TOOL_PREFIX: 'x', COPPER_TOOLS: 'core', COPPER_FORMAT: 'json' },
];

describe.each(settings)('with %j', (env) => {
  test.each([
    ['2025', false, legacyMessages],
    ['2026-07-28', true, modernMessages],
  ])('the first answers of %s are those of the SDK, byte for byte', async (_, modern, messages) => {
    for (const message of messages) {
      const answers = await both(offered(env), modern, message);
      expect(answers?.early).toBe(answers?.late);
      expect(answers?.early).toContain('"result"');
    }
  });
});

test.each([
  ['fixtures with all there is', wideHandlers()],
  ['fixtures with tools alone', fixtureHandlers()],
  ['no instructions', { ...fixtureHandlers(), instructions: '' }],
])('of %s as well', async (_, handlers) => {
  for (const [modern, messages] of [
    [false, legacyMessages],
    [true, modernMessages],
  ] as const) {
    const answers = await Promise.all(messages.map((message) => both(handlers, modern, message)));
    for (const each of answers) expect(each?.early).toBe(each?.late);
    expect(answers.filter((each) => each !== undefined).length).toBeGreaterThan(1);
  }
});

test.each([
  ['2025', false],
  ['2026-07-28', true],
])('random frames of %s are answered first only as the SDK would', async (_, modern) => {
  let taken = 0;
  for (const { text } of randomFrames(20261128, 4_000, modern)) {
    const parsed = parse(text);
    if (parsed === undefined || Array.isArray(parsed)) continue;
    const answers = await both(wideHandlers(), modern, parsed);
    if (answers === undefined) continue;
    taken++;
    expect(answers.early, text).toBe(answers.late);
  }
  expect(taken).toBeGreaterThan(15);
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const odd = fc.constantFrom<unknown>({}, [], null, true, 1, 'x', { a: 1 }, { a: {} }, [{}]);
const capability = fc.oneof(
  odd,
  fc.dictionary(fc.constantFrom('listChanged', 'form', 'url', 'context', 'applyDefaults', 'x'), odd, {
    maxKeys: 2,
  }),
);
const anyCapabilities = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.dictionary(
      fc.constantFrom(
        'roots',
        'sampling',
        'elicitation',
        'experimental',
        'extensions',
        'tasks',
        'tools',
        '__proto__',
        'toString',
      ),
      capability,
      { maxKeys: 3 },
    ),
  },
  odd,
);
const anyInfo = fc.record(
  {
    name: fc.constantFrom<unknown>('c', '', 1, null),
    version: fc.constantFrom<unknown>('1', '', 1, null),
    title: odd,
    websiteUrl: fc.constantFrom<unknown>('x', 'https://x.test', {}),
    icons: odd,
  },
  { requiredKeys: ['name', 'version'] },
);

test.each([
  ['2025', false],
  ['2026-07-28', true],
])('whatever a client of %s says of itself, no first answer differs', async (_, modern) => {
  const handlers = fixtureHandlers();
  await fc.assert(
    fc.asyncProperty(
      anyCapabilities,
      anyInfo,
      fc.constantFrom('2025-11-25', '2025-06-18', '2024-11-05', '2026-07-28', '1999-01-01'),
      async (capabilities, clientInfo, protocolVersion) => {
        const meta = {
          'io.modelcontextprotocol/protocolVersion':
            protocolVersion === '1999-01-01' ? protocolVersion : '2026-07-28',
          'io.modelcontextprotocol/clientInfo': clientInfo,
          'io.modelcontextprotocol/clientCapabilities': capabilities,
        };
        const message = modern
          ? ask('tools/list', 1, { _meta: meta })
          : ask('initialize', 1, { protocolVersion, capabilities, clientInfo });
        const answers = await both(handlers, modern, message);
        expect(answers?.early).toBe(answers?.late);
      },
    ),
    { numRuns: 300 },
  );
});

test.each([
  [
    '2025',
    false,
    [handshake('2025-06-18'), { jsonrpc: '2.0', method: 'notifications/initialized' }, ask('tools/list', 2)],
  ],
  [
    '2026-07-28',
    true,
    [ask('server/discover', 1, { _meta: modernMeta }), ask('tools/list', 2, { _meta: modernMeta })],
  ],
])('the SDK of %s is told what was answered, and nothing is answered twice', async (_, modern, messages) => {
  const sent: object[] = [];
  const told: string[] = [];
  const first = createFirstPeer({
    handlers: wideHandlers(),
    version,
    modern,
    send: (answer) => sent.push(answer),
  });
  for (const message of messages) {
    const frame = frameOf(message);
    if ('message' in frame) first.receive(frame.message);
  }
  const before = sent.length;
  const peer = await first.handOver(async (toClient) => {
    const sdk = await connectTo(modern)(wideHandlers(), version, toClient);
    return {
      ...sdk,
      receive(message) {
        told.push(message.method);
        return sdk.receive(message);
      },
    };
  });
  expect(told).toEqual(messages.map(({ method }) => method));
  expect(sent).toHaveLength(before);
  const last = frameOf(ask('resources/list', 2, modern ? { _meta: modernMeta } : undefined));
  if (last.kind === 'request') peer.receive(last.message);
  await expect.poll(() => sent.length).toBe(before + 1);
  expect(sent.at(-1)).toMatchObject({ id: 2, result: { resources: expect.any(Array) } });
  await peer.close();
});
