import { describe, expect, test } from 'vitest';
import { createSandbox } from '../../../src/sandbox/sandbox.ts';
import type { FetchCopper } from '../../../src/tool/fetch-copper.ts';
import { isObject, type JsonObject, type JsonValue } from '../../../src/tool/json.ts';
import { startHarness, testNow } from '../../harness.ts';
import { turning } from '../../turning.ts';
import { sharedWorld } from '../../worlds.ts';

const reports = [
  ['summarize', { what: 'opportunities', by: 'status', measure: 'sum value' }],
  ['summarize', { what: 'activities', by: 'type', filters: [{ name: 'date', value: '-60d..' }] }],
  ['deals_needing_attention', { limit: 0 }],
  ['needing_attention', { what: 'people' }],
  ['hygiene', { what: 'companies' }],
  ['pipeline_changes', { during: 'this-quarter', changes: 'won' }],
  ['funnel', { during: 'this-quarter', max_requests: 500 }],
  ['forecast', {}],
  ['today', {}],
] as const;

const churns = [
  ['add', 1],
  ['add', 7],
  ['add', 60],
  ['move', 1],
  ['move', 4],
  ['remove', 1],
  ['remove', 4],
] as const;

type Body = Readonly<Record<string, JsonValue>>;

const rowsIn = (value: JsonValue | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** All rows that an account in which nothing changes returns for a question. */
async function idsWithoutChurn(url: string, headers: Headers, body: Body): Promise<number[]> {
  const calm = createSandbox({
    now: () => testNow,
    sleep: async () => undefined,
    generate: sharedWorld,
    hostile: true,
    limit: 0,
  });
  const ids: number[] = [];
  for (let page = 1; ; page++) {
    const asked = JSON.stringify({ ...body, page_number: page, page_size: 200 });
    const reply = await calm.send(new Request(url, { method: 'POST', headers, body: asked }));
    const rows = rowsIn(await reply.json());
    ids.push(...rows.map(({ id }) => Number(id)));
    if (rows.length < 200) return ids;
  }
}

/** The searches of which more than one page was read: the ids that came, by question. */
function listen() {
  const searches = new Map<
    string,
    { url: string; headers: Headers; body: Body; seen: Set<number>; isWalked: boolean }
  >();
  return {
    searches,
    wrap: (send: FetchCopper): FetchCopper => async (request) => {
      const text = request.method === 'POST' ? await request.text() : '';
      const reply = await send(request);
      if (!/(?:opportunities|activities|people|companies|leads|tasks)\/search$/.test(request.url)) return reply;
      const { page_number: page, page_size: _, ...body } = JSON.parse(text) as Record<string, JsonValue>;
      const key = JSON.stringify([request.url, body]);
      const { url, headers } = request;
      const search = searches.get(key) ?? { url, headers, body, seen: new Set<number>(), isWalked: false };
      searches.set(key, search);
      if (Number(page) > 1) search.isWalked = true;
      for (const { id } of rowsIn(await reply.clone().json())) search.seen.add(Number(id));
      return reply;
    },
  };
}

describe.each(churns)('while others %s %i rows after each page', (kind, rows) => {
  test.each(
    [20, 50, 200].flatMap((pageSize) => reports.map(([tool, input]) => [pageSize, tool, input] as const)),
  )('pages of %i, %s %j: every row that stayed was read, or the answer says how many may be missing', async (pageSize, tool, input) => {
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
    const { world } = harness.sandbox;
    const left = new Set(
      [world.opportunities, world.activities, world.people, world.companies, world.leads, world.tasks].flatMap(
        (list) => list.map(({ id }) => id),
      ),
    );
    let missing = 0;
    for (const { url, headers, body, seen, isWalked } of searches.values()) {
      if (!isWalked) continue;
      const before = await idsWithoutChurn(url, headers, body);
      missing += before.filter((id) => left.has(id) && !seen.has(id)).length;
    }
    const told = rowsIn(coverage.read).reduce(
      (sum, { read, total }) => sum + Number(total ?? read) - Number(read),
      0,
    );
    const { complete } = coverage;
    expect(`${missing} missing, ${told} told${missing > 0 && complete !== false ? ', complete' : ''}`).toBe(
      `${Math.min(missing, told)} missing, ${told} told`,
    );
  });
});
