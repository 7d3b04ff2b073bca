import { published, publishedCapabilities } from '../../src/published.ts';
import { modernMeta } from '../mcp/raw.ts';
import type { Question } from '../oracle/question.ts';
import { randomQuestion } from '../oracle/questions.ts';
import type { Random } from '../oracle/random.ts';
import type { Message } from './house.ts';
import type { Tenant } from './tenant.ts';

/** What a caller asks: a request of the protocol, and what is right where the oracle knows it. */
export interface Asked {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly question?: Question;
}

const tools = published.map(({ name, inputSchema }) => ({
  name,
  inputs: Object.keys(inputSchema.properties ?? {}),
}));

const oddValues: readonly unknown[] = [
  null,
  '',
  ' ',
  0,
  -1,
  1e21,
  0.5,
  true,
  [],
  {},
  [[]],
  [null],
  'none',
  'me',
  'today',
  'this-quarter',
  '2026-11-01..2026-11-30',
  '..',
  '>100',
  '=x',
  'A'.repeat(3_000),
  '\u0000\u202e\ud800',
  '{list_tags}',
  '../../etc/passwd',
  '<b>x</b>',
  "'; drop table",
  '9007199254740993',
  { name: 'x', value: 'y' },
  [{ name: 'owner', value: ['me'] }],
  { toString: 1, __proto__: 2 },
];

/** A call with arguments that nobody in their senses would send, or that only look odd. */
function wildCall(random: Random): Asked {
  const { name, inputs } = random.pick(tools);
  const given = random.some([...inputs, 'limit', 'fields', 'wrong_input'], random.int(0, 4));
  const input = Object.fromEntries(given.map((key) => [key, random.pick(oddValues)]));
  const shape = random.int(1, 12);
  const args = shape === 1 ? random.pick(oddValues) : input;
  return { method: 'tools/call', params: { name: shape === 2 ? `${name}s` : name, arguments: args } };
}

/** Prompts, resources, completions and lists. */
function capability(random: Random, { account }: Tenant): Asked {
  const { world } = account;
  const letter = String.fromCharCode(97 + random.int(0, 25));
  const prompt = random.pick([...publishedCapabilities.prompts.map(({ name }) => name), 'no_such']);
  return random.pick<() => Asked>([
    () => ({ method: 'tools/list', params: {} }),
    () => ({ method: 'resources/list', params: {} }),
    () => ({ method: 'prompts/list', params: {} }),
    () => ({ method: 'resources/read', params: { uri: 'copper://account' } }),
    () => ({
      method: 'resources/read',
      params: {
        uri: random.pick([
          `copper://companies/${random.pick(world.companies).id}`,
          `copper://people/${random.pick(world.people).id}`,
          `copper://opportunities/${random.pick(world.opportunities).id}`,
          `copper://leads/${random.pick(world.leads).id}`,
          'copper://leads/x',
          'https://elsewhere.test/x',
        ]),
      },
    }),
    () => ({ method: 'prompts/get', params: { name: prompt, arguments: { company: 'Acme', owner: 'me' } } }),
    () => ({
      method: 'completion/complete',
      params: {
        ref: { type: 'ref/prompt', name: prompt },
        argument: {
          name: random.pick(['company', 'owner', 'pipeline', 'x']),
          value: random.pick(['', letter]),
        },
      },
    }),
  ])();
}

const oddMethods = ['', 'x', 'tools/call', 'resources/read', 'completion/complete', 'initialize', 'ping'];

/** A request that no client should send. */
const brokenFrame = (random: Random): Asked => ({
  method: random.pick(oddMethods),
  params: random.pick<Record<string, unknown>>([{}, { name: 7 }, { _meta: null }, { uri: [] }, { ref: {} }]),
});

/** Any request of a caller of this account. */
export function randomRequest(random: Random, tenant: Tenant): Asked {
  const share = random.int(1, 100);
  if (share <= 12) return wildCall(random);
  if (share <= 24) return capability(random, tenant);
  if (share <= 28) return brokenFrame(random);
  const question = randomQuestion({ account: tenant.account, random, now: tenant.account.now() });
  return {
    method: 'tools/call',
    params: { name: question.tool, arguments: question.input },
    question,
  };
}

/** The request as a client of one of the two generations sends it, with or without progress, and blanks before it. */
export function toMessage({ method, params }: Asked, id: number, random: Random, before = ''): Message {
  const isModern = random.chance(0.4);
  const token = random.chance(0.3) ? { progressToken: id } : {};
  const meta = isModern ? { _meta: { ...modernMeta, ...token } } : { _meta: token };
  const name = [params.name, params.uri].find((one) => typeof one === 'string' && /^[\x21-\x7e]+$/.test(one));
  return {
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(isModern ? { 'mcp-protocol-version': '2026-07-28', 'mcp-method': method } : {}),
      ...(isModern && typeof name === 'string' ? { 'mcp-name': name } : {}),
    },
    body: before + JSON.stringify({ jsonrpc: '2.0', id, method, params: { ...meta, ...params } }),
  };
}
