import { describe, expect, test } from 'vitest';
import { column } from './shown.ts';
import { openTestClient } from './test-client.ts';

const tool = 'search_opportunities';
const client = await openTestClient();
const { opportunities } = client.world;

describe('sort', () => {
  test.each([
    ['value', 'monetary_value', 'asc'],
    ['-value', 'monetary_value', 'desc'],
    ['company', 'company_name', 'asc'],
    ['-monetary_value', 'monetary_value', 'desc'],
  ])('%s', async (sort, key, way) => {
    const { requests } = await client.call(tool, { sort, limit: 1 });
    expect(requests.join(' ')).toContain(`"sort_by":"${key}","sort_direction":"${way}"`);
  });

  test('the order is that of the account', async () => {
    const values = opportunities.flatMap(({ monetary_value: value }) => value ?? []);
    const table = await client.table(tool, { sort: ' -Value', fields: ['monetary_value'], limit: 25 });
    const expected = values.sort((a, b) => b - a).slice(0, 25);
    expect(column(table, 'monetary_value').map(Number)).toEqual(expected);
  });

  test('by close date, which Copper cannot, over few enough deals', async () => {
    const { rows, notes } = await client.table(tool, {
      owner: 'me',
      sort: '-closes',
      fields: ['closes'],
      limit: 25,
    });
    const days = rows.map(([day]) => day);
    expect(days).toEqual(days.toSorted().reverse());
    expect(notes).toEqual([
      expect.stringMatching(/^Copper cannot sort by closes; sorted here: \d+ matching rows/),
    ]);
  });
});

describe('limit and offset', () => {
  test('0 counts', async () => {
    const { requests, text } = await client.call(tool, { limit: 0, status: 'Open' });
    const open = opportunities.filter(({ status }) => status === 'Open').length;
    expect(text).toBe(`opportunities: ${open} match (limit=0: counted only)`);
    expect(requests[0]).toContain('"page_number":1,"page_size":1');
  });

  test('20 rows by default', async () => {
    const { head, rows } = await client.table(tool);
    expect({ head, rows: rows.length }).toEqual({
      head: 'opportunities 1-20 of 600, next: offset=20',
      rows: 20,
    });
  });

  test('past the end says so', async () => {
    expect((await client.call(tool, { offset: 1000 })).text).toBe(
      'opportunities: none from offset=1000 on, 600 match',
    );
  });

  test('the last page has no next', async () => {
    expect((await client.table(tool, { offset: 590 })).head).toBe('opportunities 591-600 of 600');
  });

  test.each<[{ limit: number; offset?: number }, number, string, number[]]>([
    [{ limit: 100 }, 100, '1-100', [1, 2, 3, 4]],
    [{ limit: 30, offset: 590 }, 10, '591-600', [24]],
    [{ limit: 60, offset: 20 }, 60, '21-80', [1, 2, 3, 4]],
    [{ limit: 100, offset: 10 }, 100, '11-110', [1, 2, 3, 4, 5]],
  ])('%j: pages that together hold the rows are read in one call', async (input, count, range, pages) => {
    const idsOf = async (some: object) =>
      (await client.table(tool, { fields: ['id'], ...some })).rows.map(([id]) => id);
    const { rows, head } = await client.table(tool, input);
    expect(rows).toHaveLength(count);
    expect(head).toContain(`opportunities ${range} of 600`);
    const start = input.offset ?? 0;
    const before = client.log.length;
    const ids = await idsOf(input);
    const asked = client.log.slice(before).map(({ body }) => body);
    expect(asked.map((body) => Object(body).page_number)).toEqual(pages);
    const pieces: unknown[] = [];
    for (let offset = start; offset < start + count; offset += 10)
      pieces.push(...(await idsOf({ offset, limit: 10 })));
    expect(ids).toEqual(pieces);
  });

  test('without totals one page is all, and the answer says how to go on', async () => {
    const untold = await openTestClient({ sandbox: { totals: false, shape: 'array' } });
    const { head, rows } = await untold.table(tool, { limit: 100 });
    expect(rows).toHaveLength(25);
    expect(head).toContain('next: offset=25');
  });

  test('more than an answer has is lowered, far more is refused', async () => {
    const { notes, rows } = await client.table(tool, { limit: 101 });
    expect(rows).toHaveLength(100);
    expect(notes).toEqual([
      'limit 101 was lowered to 100, the most rows in one answer; use offset for more.',
    ]);
    const wide = await client.table(tool, { limit: 100, fields: ['*'] });
    expect(wide.rows).toHaveLength(25);
    expect(wide.notes).toContain(
      'limit 100 was lowered to 25, the most rows in one answer with so many fields; use offset for more.',
    );
    expect(await client.error(tool, { limit: 10_000 })).toBe(
      'invalid_input: limit 10000 is too large: an answer of search_opportunities has at most 100 rows. Use offset for more, or count with limit=0.',
    );
  });

  test.each([{ limit: -1 }, { offset: -1 }, { limit: 2.5 }, { limit: 'all' }])(
    '%j is refused',
    async (input) => {
      expect(await client.error(tool, input)).toMatch(/^invalid_input: (limit|offset) /);
    },
  );

  test('numbers may come as text', async () => {
    expect((await client.table(tool, { limit: '5', offset: '5' })).head).toBe(
      'opportunities 6-10 of 600, next: offset=10',
    );
  });
});

describe('fields', () => {
  const input = { name: '=8 New Copy Machines' };

  test('ours replace the default ones, and only they are requested', async () => {
    const { requests, text } = await client.call(tool, { ...input, fields: ['name', 'source', 'tags'] });
    expect(requests[0]).toContain('"fields":["id","name","customer_source_id","tags"]');
    expect(text.split('\n').slice(1)).toEqual([
      'name\tsource\ttags',
      '8 New Copy Machines\tWebsite\tbilling-issue',
    ]);
  });

  test("Copper's names show the raw value", async () => {
    const { rows } = await client.table(tool, {
      ...input,
      fields: ['monetary_value', 'assignee_id', 'close_date'],
    });
    expect(rows).toEqual([['250000', '137658', '12/15/2026']]);
  });

  test('+ adds to the default ones', async () => {
    const { columns } = await client.table(tool, { ...input, fields: ['+Region', '+contact'] });
    expect(columns.join(' ')).toBe('id name company stage owner value closes status Region contact');
  });

  test('* shows every field that has a value, including custom fields', async () => {
    const { columns, notes } = await client.table(tool, { ...input, fields: '*' });
    expect(columns).toEqual(expect.arrayContaining(['id', 'contact', 'details', 'Region', 'Renewal date']));
    expect(columns).not.toContain('Seats');
    expect(notes).toEqual([]);
  });

  test('custom fields by label or id, as labels', async () => {
    const { requests, text } = await client.call(tool, { ...input, fields: ['Region', '400118'] });
    expect(requests[0]).toContain('search?custom_field_computed_values=true');
    expect(requests[0]).toContain(
      '{"custom_field_definition_id":400101},{"custom_field_definition_id":400118}',
    );
    expect(text.split('\n').slice(1)).toEqual(['Region\tProducts', 'APAC\tHardware, Platform']);
  });

  test('an empty column is named once', async () => {
    const { columns, notes } = await client.table(tool, { ...input, fields: ['name', 'priority', 'Seats'] });
    expect({ columns, notes }).toEqual({ columns: ['name'], notes: ['empty: priority, Seats.'] });
  });

  test('an unknown one is refused with the nearest', async () => {
    expect(await client.error(tool, { fields: ['closing date'] })).toMatch(
      /^unknown_name: opportunities have no field "closing date"\. Nearest: .*Fields: id, name, company/,
    );
  });
});
