import { describe, expect, test } from 'vitest';
import { column } from './shown.ts';
import { openTestClient } from './test-client.ts';

const client = await openTestClient();
type Input = Record<string, unknown>;

/** All rows of a search as the cells of these columns. */
async function allRows(tool: string, fields: readonly string[], input: Input): Promise<string[][]> {
  const found: string[][] = [];
  for (let offset: number | undefined = 0; offset !== undefined; ) {
    const page = await client.table(tool, { ...input, fields, limit: 25, offset });
    const cells = fields.map((name) =>
      page.columns.includes(name) ? column(page, name) : page.rows.map(() => ''),
    );
    found.push(...page.rows.map((_, at) => cells.map((one) => one[at] ?? '')));
    offset = page.next;
  }
  return found;
}

/** Up to eight values of a column, from all over the rows, each with the ids that have it. */
function valuesOf(rows: readonly string[][]): [string, number[]][] {
  const ids = new Map<string, number[]>();
  for (const [id, value = ''] of rows) ids.set(value, [...(ids.get(value) ?? []), Number(id)]);
  const all = [...ids];
  return all.filter((_, at) => at % Math.ceil(all.length / 8) === 0);
}

/** What Copper finds more by than what is printed so: it says Won to what is Done, and None to what has no priority. */
const findsMore = ['Won', 'Lost', 'Abandoned', 'None', ''];

const searches: [string, Input, string[]][] = [
  [
    'search_opportunities',
    { created: '2026-08-01..' },
    [
      'company',
      'stage',
      'pipeline',
      'owner',
      'status',
      'priority',
      'source',
      'loss_reason',
      'contact',
      'closes',
      'currency',
      'Region',
      'Industry',
      'Legal approved',
      'Seats',
      'Renewal date',
      'Next step',
    ],
  ],
  [
    'search_leads',
    { created: '2026-09-01..' },
    ['status', 'source', 'owner', 'company', 'email', 'city', 'Industry', 'Campaign'],
  ],
  [
    'search_people',
    { tags: ['vip', 'newsletter'] },
    ['company', 'owner', 'type', 'title', 'city', 'Role', 'Newsletter'],
  ],
  ['search_companies', {}, ['owner', 'type', 'city', 'domain', 'contact', 'Industry', 'Health score']],
  ['search_tasks', { due: '2026-11' }, ['status', 'priority', 'owner', 'related', 'Effort', 'Billable']],
];

describe.each(searches)('%s', (tool, input, columns) => {
  test.each(columns)(
    'each value of %s, given back as it is printed, means the rows that have it',
    async (name) => {
      const rows = await allRows(tool, ['id', name], input);
      const values = valuesOf(rows);
      expect(values.length).toBeGreaterThan(1);
      const exact = values.filter(
        ([value]) => !['status', 'priority'].includes(name) || !findsMore.includes(value),
      );
      for (const [value, ids] of exact) {
        const filter = value === '' ? 'none' : ['Next step', 'Campaign'].includes(name) ? `=${value}` : value;
        const given = { ...input, filters: [{ name, value: filter }] };
        const found = await client.ids(tool, { ...given, limit: 25 });
        expect({ value, found }).toEqual({ value, found: ids.sort((a, b) => a - b) });
      }
    },
  );

  test('each heading is a field, an order and a filter', async () => {
    const { columns: headings } = await client.table(tool, { ...input, fields: '*', limit: 3 });
    expect(headings.length).toBeGreaterThan(8);
    for (const heading of headings) {
      const { columns: one, notes } = await client.table(tool, {
        ...input,
        fields: ['id', heading],
        limit: 3,
      });
      expect([...one, ...notes].join()).toContain(heading);
      const { isError, text } = await client.call(tool, {
        ...input,
        filters: [{ name: heading, value: 'any' }],
        limit: 0,
      });
      expect(isError ? text : '').toBe('');
    }
  });
});

const summaries: [string, string[]][] = [
  [
    'opportunities',
    [
      'owner',
      'pipeline',
      'stage',
      'status',
      'source',
      'loss_reason',
      'company',
      'tag',
      'priority',
      'Region',
      'Products',
      'closes month',
      'closes quarter',
      'created week',
      'Legal approved',
    ],
  ],
  ['leads', ['owner', 'status', 'source', 'tag', 'Industry', 'created month']],
  ['companies', ['owner', 'type', 'tag', 'Industry']],
  ['tasks', ['owner', 'status', 'priority', 'tag', 'due week', 'Effort']],
  ['activities', ['owner', 'type']],
];

describe.each(summaries)('summarize %s', (what, dimensions) => {
  test.each(dimensions)('each group by %s is found by its printed name', async (by) => {
    const recent = what === 'activities' ? { date: '2026-10-01..' } : {};
    const { rows } = await client.table('summarize', { what, by, ...recent });
    const groups = rows.filter(([group = '']) => !/^\(total|^\(\d+ others/.test(group));
    expect(groups.length).toBeGreaterThan(1);
    for (const [value = '', count] of groups.filter((_, at) => at % Math.ceil(groups.length / 6) === 0)) {
      if (what === 'opportunities' && [...findsMore, '(none)'].includes(value) && /status|priority/.test(by))
        continue;
      const [name = by] = by.split(/ (?:week|month|quarter)$/);
      const known = { tag: 'tags', owner: what === 'activities' ? 'who' : 'owner' }[name] ?? name;
      const filters = [{ name: known, value }];
      const { text } = await client.call('summarize', { what, filters, ...recent });
      expect({ value, count: /^count: (\d+)$/m.exec(text)?.[1] }).toEqual({ value, count });
    }
  });
});
