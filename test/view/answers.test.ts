import { expect, test } from 'vitest';
import type { AnswerTable } from '../../src/answer/answer-table.ts';
import { fitToLength, writeText } from '../../src/answer/write-answer.ts';
import type { ToolResult } from '../../src/tool/app.ts';
import type { ViewTable } from '../../src/tool/view-data.ts';
import { viewApp, viewedCalls } from './view-app.ts';

const linked = viewApp({ COPPER_ACCOUNT_ID: '4711' });
const json = viewApp({ COPPER_FORMAT: 'json' });
const { call, world } = linked;

/** The first table of a view; fails the test if there is none. */
function firstTable({ view }: Pick<ToolResult, 'view'>): ViewTable {
  const [table] = view?.tables ?? [];
  if (table === undefined) throw new Error('no table');
  return table;
}

/** One call with a view and one without, both after the names that answers show have been read. */
async function bothWays(to: ReturnType<typeof viewApp>, tool: string, input: object) {
  await to.call(tool, input, false);
  const before = to.requests();
  const plain = await to.call(tool, input, false);
  const between = to.requests();
  const { view, ...shown } = await to.call(tool, input);
  return { plain, shown, view, more: to.requests() - between - (between - before) };
}

test.each(viewedCalls)(
  '%s: the text is the same with a view and without, and costs no request more',
  async (_, tool, input) => {
    const { plain, shown, view, more } = await bothWays(linked, tool, input);
    expect(plain.isError).toBe(false);
    expect(shown).toEqual(plain);
    expect(more).toBe(0);
    expect(view?.tables.length).toBeGreaterThan(0);
    for (const { columns, rows, totals = [], links = rows } of view?.tables ?? []) {
      expect(links).toHaveLength(rows.length);
      for (const row of [...rows, ...totals]) expect(row).toHaveLength(columns.length);
    }
  },
);

test.each(viewedCalls)('%s: in JSON, too', async (_, tool, input) => {
  const { plain, shown, view } = await bothWays(json, tool, input);
  expect(shown).toEqual(plain);
  expect(view).toBeDefined();
});

test('amounts are numbers beside their currency, days are days, and each row has its link', async () => {
  const answer = await call('search_opportunities', { limit: 3, sort: '-value', status: 'Open' });
  const { columns, rows, links, head, title } = firstTable(answer);
  expect(title).toBe('opportunities');
  expect(head).toMatch(/^opportunities 1-3 of \d+ \(each row: status Open\)$/);
  const at = (name: string) => columns.findIndex((one) => one.name === name);
  expect(columns[at('value')]).toEqual({ name: 'value', kind: 'number', unit: at('value_currency') });
  expect(columns[at('value_currency')]?.kind).toBe('currency');
  expect(columns[at('closes')]?.kind).toBe('day');
  expect(columns[at('stage')]?.kind).toBe('stage');
  expect(columns[at('id')]?.kind).toBe('id');
  const [first = []] = rows;
  const deal = world.opportunities.find(({ id }) => id === first[at('id')]);
  expect([first[at('value')], first[at('value_currency')]]).toEqual([
    deal?.monetary_value,
    deal?.monetary_unit,
  ]);
  expect(links?.[0]).toBe(`https://app.copper.com/companies/4711/app#/deal/${deal?.id}`);
});

test('rows of a report have links where they have the id of a record; without an account number nothing has', async () => {
  const { view } = await call('deals_needing_attention', { limit: 2 });
  expect(view?.tables[0]?.links?.[0]).toMatch(/app#\/deal\/\d+$/);
  expect(view?.tables[1]?.links).toBeUndefined();
  const without = await viewApp().call('deals_needing_attention', { limit: 2 });
  expect(without.view?.tables[0]?.links).toBeUndefined();
});

test('a view has the rows that the text has, not those that did not fit', async () => {
  const small = viewApp({ COPPER_MAX_RESULT_CHARS: '2000' });
  const { view, text } = await small.call('search_opportunities', { limit: 100 });
  const [, last = '0'] = /^opportunities 1-(\d+) of/.exec(text) ?? [];
  expect(Number(last)).toBeLessThan(100);
  expect(view?.tables[0]?.rows).toHaveLength(Number(last));
  expect(view?.tables[0]?.head).toMatch(new RegExp(`^opportunities 1-${last} of \\d+$`));
});

test('a view is no larger than clients can keep, and says what it leaves out', () => {
  const cells = Array.from({ length: 400 }, (_, at) => [at, 'x'.repeat(990)]);
  const columns = [
    { name: 'id', kind: 'id' as const },
    { name: 'text', kind: 'text' as const },
  ];
  const table: AnswerTable = {
    ...{ form: 'page', what: 'people', columns: ['id', 'text'], rows: cells, offset: 0 },
    ...{ total: 400, next: undefined, countOnly: false, notes: [] },
    view: { columns, rows: cells, totals: [], links: [] },
  };
  const fitted = fitToLength(table, 1_000_000, writeText);
  const { rows, left = 0 } = firstTable(fitted);
  expect(rows.length + left).toBe(400);
  expect(rows.length).toBeGreaterThan(100);
  expect(JSON.stringify(fitted.view).length).toBeLessThan(151_000);
});
