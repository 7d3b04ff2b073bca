import { describe, expect, test } from 'vitest';
import { createRequestAllowance } from '../../src/answer/coverage.ts';
import { createScan } from '../../src/answer/scan.ts';
import { openTestClient } from '../tools/test-client.ts';
import { pagedCopper } from './paged-copper.ts';

/** A Copper whose pages have `rows` rows, whatever was asked for. */
async function clientOfPages(path: string, rows: () => number) {
  return openTestClient({
    wrap: (send) => async (request) => {
      if (!new URL(request.url).pathname.endsWith(path)) return send(request);
      const { page_number: page = 1 } = JSON.parse(await request.text());
      const from = page * 100_000;
      return Response.json(Array.from({ length: rows() }, (_, at) => ({ id: from + at, name: `n${at}` })));
    },
  });
}

describe.each<[string, Record<string, unknown>, string]>([
  ['search_opportunities', {}, '/opportunities/search'],
  ['search_opportunities', { limit: 1 }, '/opportunities/search'],
  ['search_opportunities', { limit: 0 }, '/opportunities/search'],
  ['search_opportunities', { filters: [{ name: 'details', value: 'x' }] }, '/opportunities/search'],
  ['search_people', { limit: 5 }, '/people/search'],
  ['search_companies', { sort: 'name' }, '/companies/search'],
  ['search_leads', { offset: 10 }, '/leads/search'],
  ['search_tasks', {}, '/tasks/search'],
  ['search_activities', { limit: 3 }, '/activities/search'],
  ['summarize', { what: 'opportunities', by: 'name' }, '/opportunities/search'],
  ['deals_needing_attention', {}, '/opportunities/search'],
])('pages that are far longer than asked for: %s %o', (tool, input, path) => {
  let rows = 0;
  const opened = clientOfPages(path, () => rows);

  test('are refused', async () => {
    rows = 1_001;
    expect(await (await opened).error(tool, input)).toMatch(
      /^unavailable: Copper's answer lists more than 1,000 entries, although only \d+ were requested, and was not read\. /,
    );
  });

  test('are read where Copper only sent its own size', async () => {
    rows = 200;
    expect((await (await opened).call(tool, { ...input })).text).not.toContain('was not read');
  });
});

describe.each([
  ['without a total', undefined],
  ['with a total beyond what can be reached', 1_060_000],
])('a scan of pages that are longer than asked for, %s', (_, total) => {
  test.each([101, 200, 600, 1_000])('of %i rows', async (length) => {
    const { copper } = pagedCopper({ count: 0, cap: 100, largest: 100 });
    let asked = 0;
    const scan = createScan({
      request: { operation: 'searchCompanies', body: {} },
      localFilters: [],
      noun: { name: 'company', plural: 'companies' },
      copper: {
        ...copper,
        async ask({ body }) {
          asked++;
          const from = Number(body?.page_number) * 10_000;
          const data = Array.from({ length }, (_each, at) => ({ id: from + at }));
          return total === undefined ? { data } : { data, total };
        },
      },
      call: { signal: new AbortController().signal, priority: 'interactive' },
      allowance: createRequestAllowance(5_000),
      softDeadline: new AbortController().signal,
      onPage: () => undefined,
      onRequest: () => undefined,
      note: () => undefined,
    });
    let read = 0;
    for await (const row of scan) if (row.id !== undefined) read++;
    expect(read).toBeGreaterThanOrEqual(100_000);
    // Pages that were under way are read as well.
    expect(read).toBeLessThanOrEqual(100_000 + 9 * length);
    expect(asked).toBeLessThanOrEqual(Math.ceil(100_000 / length) + 8);
    expect(scan.coverage().stopped).toBe('ceiling');
    expect(scan.complete).toBe(false);
  });
});
