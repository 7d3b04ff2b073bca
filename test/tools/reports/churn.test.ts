import { describe, expect, test } from 'vitest';
import { createSandbox } from '../../../src/sandbox/sandbox.ts';
import type { FetchCopper } from '../../../src/tool/fetch-copper.ts';
import { isObject, type JsonObject, type JsonValue } from '../../../src/tool/json.ts';
import { startHarness, testNow } from '../../harness.ts';
import { turning } from '../../turning.ts';
import { sharedWorld } from '../../worlds.ts';

const reports = [
  ['summarize', { what: 'opportunities', by: 'status', measure: 'sum value' }],
  ['summarize', { what: 'tasks', by: 'due month' }],
  ['deals_needing_attention', { limit: 0 }],
  ['needing_attention', { what: 'people' }],
  ['hygiene', { what: 'companies' }],
  ['pipeline_changes', { during: 'this-quarter', changes: 'won' }],
  ['funnel', { during: 'this-quarter', max_requests: 500 }],
  ['forecast', {}],
  ['today', {}],
] as const;

const churns = [
  ['add', 7, 50],
  ['move', 4, 20],
  ['remove', 4, 200],
] as const;

type Body = Record<string, JsonValue>;

/** One search, whatever its pages are, and the ids that came. */
interface Asked {
  readonly url: string;
  readonly headers: Headers;
  readonly body: Body;
  readonly seen: Set<number>;
  /** True if more than its first page was asked for. */
  isWalked: boolean;
}

const rowsIn = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

const calm = createSandbox({
  now: () => testNow,
  sleep: async () => undefined,
  generate: sharedWorld,
  hostile: true,
  limit: 0,
});
const calmIds = new Map<string, readonly number[]>();

/** The ids of all rows that an account in which nothing changes returns for a search. */
async function idsWithoutChurn({ url, headers, body }: Pick<Asked, 'url' | 'headers' | 'body'>) {
  const key = JSON.stringify([url, body]);
  const known = calmIds.get(key);
  if (known !== undefined) return known;
  const ids: number[] = [];
  for (let page = 1; ids.length === (page - 1) * 200; page++) {
    const asked = JSON.stringify({ ...body, page_number: page, page_size: 200 });
    const reply = await calm.send(new Request(url, { method: 'POST', headers, body: asked }));
    ids.push(...rowsIn(await reply.json()).map(({ id }) => Number(id)));
  }
  calmIds.set(key, ids);
  return ids;
}

/** What was searched for; searches of named records count as one. */
function listen() {
  const searches = new Map<string, Asked>();
  const wrap =
    (send: FetchCopper): FetchCopper =>
    async (request) => {
      const text = request.method === 'POST' ? await request.text() : '';
      const reply = await send(request);
      const { url, headers } = request;
      if (!/(?:opportunities|activities|people|companies|leads|tasks)\/search$/.test(url)) return reply;
      const { page_number: page, page_size: _, fields: __, ids, ...body }: Body = JSON.parse(text);
      const key = JSON.stringify([url, Array.isArray(ids), body]);
      const search = searches.get(key) ?? { url, headers, body, seen: new Set<number>(), isWalked: false };
      searches.set(key, search);
      if (Array.isArray(ids)) search.body.ids = [...new Set([...[search.body.ids ?? []].flat(), ...ids])];
      if (Number(page) > 1) search.isWalked = true;
      for (const { id } of rowsIn(await reply.clone().json())) search.seen.add(Number(id));
      return reply;
    };
  return { wrap, searches: () => [...searches.values()].filter(({ isWalked }) => isWalked) };
}

describe.each(churns)('while others %s %i rows after each page of %i', (kind, rows, pageSize) => {
  test.each(reports)(
    '%s %j: every row that stayed was read, or the answer says how many may be missing',
    async (tool, input) => {
      const { searches, wrap } = listen();
      const harness = await startHarness({
        env: { COPPER_FORMAT: 'json', COPPER_RATE_LIMIT: '100000' },
        sandbox: { churn: { kind, rows }, pageSize, limit: 0 },
        wrap,
      });
      const { text, isError } = await turning(harness.call(tool, { ...input }), harness.clock);
      await harness.close();
      expect(isError, text).toBe(false);
      const answer: JsonValue = JSON.parse(text);
      const coverage = isObject(answer) && isObject(answer.coverage) ? answer.coverage : {};
      const { opportunities, activities, people, companies, leads, tasks } = harness.sandbox.world;
      const lists = { opportunities, activities, people, companies, leads, tasks };
      const left = new Set(
        Object.entries(lists).flatMap(([name, list]) => list.map(({ id }) => `${name} ${id}`)),
      );
      let missing = 0;
      for (const search of searches()) {
        const name = search.url.split('/').at(-2);
        const before = await idsWithoutChurn(search);
        missing += before.filter((id) => left.has(`${name} ${id}`) && !search.seen.has(id)).length;
      }
      const told = rowsIn(coverage.read).reduce(
        (sum, { read, total }) => sum + Number(total ?? read) - Number(read),
        0,
      );
      const { complete } = coverage;
      expect(`${missing} missing, ${told} told${missing > 0 && complete !== false ? ', complete' : ''}`).toBe(
        `${Math.min(missing, told)} missing, ${told} told`,
      );
    },
  );
});
