import { modernMeta } from './raw.ts';

/** One text as a client might send it, and what has to come back over a connection that stays open. */
export interface RandomFrame {
  readonly text: string;
  /** The ids that must be answered, each once. */
  readonly ids: readonly (string | number)[];
  /** True if one answer without a usable id must come. */
  readonly anonymous: boolean;
  /** The method of a single message, for headers that repeat it. */
  readonly method: string | undefined;
  readonly name: string | undefined;
}

type Random = () => number;

/** Numbers from 0 up to 1, the same for the same seed. */
function numbersFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const methods: readonly unknown[] = [
  ...['tools/list', 'tools/call', 'ping', 'initialize', 'resources/list', 'resources/templates/list'],
  ...['resources/read', 'prompts/list', 'prompts/get', 'completion/complete', 'server/discover'],
  ...[
    'subscriptions/listen',
    'logging/setLevel',
    'resources/subscribe',
    'tasks/get',
    'nope',
    '',
    'x'.repeat(500),
  ],
  ...[
    'notifications/initialized',
    'notifications/progress',
    'notifications/cancelled',
    'toString',
    '__proto__',
  ],
  ...[5, null, {}, [], true],
];
const oddIds: readonly unknown[] = [
  1.5,
  1e300,
  -0.25,
  2 ** 53,
  -(2 ** 60),
  null,
  true,
  {},
  [],
  [1],
  { a: 1 },
];
const junk: readonly unknown[] = [
  null,
  [],
  {},
  '',
  'x',
  0,
  -1,
  1.5,
  true,
  [null],
  { a: null },
  [[[]]],
  'null',
  '{}',
  '[]',
];
const tokens: readonly unknown[] = ['t', 7, 1.5, null, {}, [], true, 2 ** 60, ''];
const names: readonly unknown[] = [
  'test_simple_text',
  'test_tool_with_progress',
  'test_error_handling',
  'no_such',
  5,
  null,
];
const versions: readonly unknown[] = ['2024-11-05', '2025-03-26', '1999-01-01', 'x', 5, null];

/** Random texts of one generation: valid, nearly valid and nonsense. */
export function randomFrames(seed: number, count: number, modern: boolean): RandomFrame[] {
  const random = numbersFrom(seed);
  const chance = (of: number) => random() < of;
  const pick = (list: readonly unknown[]): unknown => list[Math.floor(random() * list.length)];
  let nextId = 1;

  function meta(): unknown {
    if (chance(0.15)) return pick(junk);
    const known = modern ? { ...modernMeta } : {};
    return {
      ...(modern && chance(0.1) ? { ...known, [String(pick(Object.keys(modernMeta)))]: pick(junk) } : known),
      ...(chance(0.4) ? { progressToken: pick(tokens) } : {}),
      ...(chance(0.1) ? { 'io.modelcontextprotocol/related-task': pick([...junk, { taskId: 't' }]) } : {}),
      ...(chance(0.1) ? { extra: pick(junk) } : {}),
    };
  }

  function params(): unknown {
    if (chance(0.12)) return pick(junk);
    return {
      ...(modern || chance(0.5) ? { _meta: meta() } : {}),
      ...(chance(0.7) ? { name: pick(names) } : {}),
      ...(chance(0.5)
        ? { arguments: pick([...junk, { a: 1 }, { toolCallId: 'x' }, '{"a":1}', '{"a"']) }
        : {}),
      ...(chance(0.2) ? { cursor: pick(junk) } : {}),
      ...(chance(0.2) ? { uri: pick(['test://static-text', 'x', 5, null]) } : {}),
      ...(chance(0.2)
        ? { ref: pick([...junk, { type: 'ref/prompt', name: 'x' }]), argument: pick(junk) }
        : {}),
      ...(chance(0.3) ? { protocolVersion: pick(versions), capabilities: pick(junk) } : {}),
      ...(chance(0.3) ? { clientInfo: pick([...junk, { name: 't', version: '1', title: null }]) } : {}),
      ...(chance(0.1) ? { task: pick([...junk, { ttl: 5 }]), requestId: 'nobody' } : {}),
      ...(chance(0.1) ? { notifications: pick([...junk, { toolsListChanged: true }]) } : {}),
    };
  }

  function message(): Record<string, unknown> {
    const id = chance(0.5) ? nextId++ : `id-${nextId++}`;
    return {
      ...(chance(0.95) ? { jsonrpc: '2.0' } : { jsonrpc: pick([...junk, '1.0']) }),
      ...(chance(0.85) ? { id } : chance(0.6) ? { id: pick(oddIds) } : {}),
      ...(chance(0.97) ? { method: pick(methods) } : {}),
      ...(chance(0.85) ? { params: params() } : {}),
      ...(chance(0.15)
        ? { [String(pick(['trace', 'meta', 'result', 'error', 'jsonrpc2']))]: pick(junk) }
        : {}),
    };
  }

  function single(): RandomFrame {
    const sent = message();
    const { params: given } = sent;
    const { method } = sent;
    const name = typeof given === 'object' && given !== null && 'name' in given ? given.name : undefined;
    return {
      text: JSON.stringify(sent),
      ...expected(sent),
      method: typeof method === 'string' ? method : undefined,
      name: typeof name === 'string' ? name : undefined,
    };
  }

  return Array.from({ length: count }, (): RandomFrame => {
    const one = single();
    const none = { method: undefined, name: undefined };
    if (chance(0.04))
      return { text: one.text.slice(0, -1 - Math.floor(random() * 20)), ids: [], anonymous: true, ...none };
    if (chance(0.02))
      return { text: JSON.stringify(pick([null, 5, true, 'x'])), ids: [], anonymous: true, ...none };
    if (!chance(0.06)) return one;
    const all = [one, ...Array.from({ length: Math.floor(random() * 4) }, single)];
    const ids = all.flatMap((each) => each.ids);
    return { text: `[${all.map(({ text }) => text).join(',')}]`, ids, anonymous: false, ...none };
  });
}

/** What JSON-RPC and MCP say about a message, told once more and independently of the product. */
function expected(sent: Record<string, unknown>): Pick<RandomFrame, 'ids' | 'anonymous'> {
  const { jsonrpc, id, method } = sent;
  const quiet = { ids: [], anonymous: false };
  const isResponse =
    jsonrpc === '2.0' && (method ?? null) === null && ('result' in sent || (sent.error ?? null) !== null);
  if (isResponse) return quiet;
  if (typeof id === 'string' || (typeof id === 'number' && Number.isSafeInteger(id)))
    return { ids: [id], anonymous: false };
  const isMessage = jsonrpc === '2.0' && typeof method === 'string';
  const isNotification =
    isMessage && (!('id' in sent) || (id === null && method.startsWith('notifications/')));
  return isNotification ? quiet : { ids: [], anonymous: true };
}
