import { describe, expect, test } from 'vitest';
import { parseInput } from '../../src/input/parse-input.ts';
import { searchOpportunities } from '../../tools/search-opportunities.ts';
import { openTestClient } from '../tools/test-client.ts';

const tool = 'search_opportunities';
const client = await openTestClient();
const megabyte = 'x'.repeat(1_000_000);
const parsed = (text: string): Record<string, unknown> => JSON.parse(text);

/** An error about the input: short, on one line, well-formed, and made without asking for a single deal. */
async function refused(name: string, input: Record<string, unknown>): Promise<string> {
  const before = client.log.length;
  const text = await client.error(name, input);
  expect(text).toMatch(/^(invalid_input|unknown_name): .+/);
  expect(text.length).toBeLessThan(1200);
  expect(text.isWellFormed()).toBe(true);
  expect(text).not.toMatch(/\n|test-key|\.ts\b/);
  expect(client.log.slice(before).map(({ path }) => path)).not.toContain(
    '/developer_api/v1/opportunities/search',
  );
  return text;
}

describe('what is wrong is named, with what is allowed or nearest', () => {
  test.each([
    [
      { ownr: 'me' },
      'There is no argument "ownr". Nearest: owner. Arguments of search_opportunities: name, company,',
    ],
    [{ limit: 'many' }, 'limit must be of type number, not string.'],
    [{ name: { first: 'Acme' } }, 'name must be of type string, not object.'],
    [{ filters: 'Region EMEA' }, 'The filter "Region EMEA" needs the form "field: value"'],
    [{ value: '500..100' }, 'The range 500..100 runs backwards; write 100..500.'],
    [{ closes: '2026-12-24..2026-12-01' }, 'runs backwards; write 2026-12-01..2026-12-24.'],
    [{ closes: '2026-02-30' }, '"2026-02-30" is not a date or range of dates. Write e.g.'],
    [{ closes: 'soon' }, '"soon" is not a date or range of dates. Write e.g.'],
    [{ limit: 10_000 }, 'limit 10000 is too large: an answer of search_opportunities has at most 100 rows.'],
    [{ offset: -3 }, 'offset must be at least 0.'],
    [{ owner: 'Zorro' }, 'There is no owner "Zorro". list_users lists all.'],
    [{ stage: 'Negociation' }, 'There is no stage "Negociation". Nearest: Negotiation'],
    [{ fields: ['closing'] }, 'opportunities have no field "closing". Nearest: closes. Fields: id, name,'],
    [
      { sort: 'valeu' },
      'opportunities cannot be sorted by "valeu". Nearest: value, name. Copper sorts by value,',
    ],
    [{ filters: [{ name: 'Regoin', value: 'EMEA' }] }, 'There is no filter "Regoin". Nearest: Region.'],
    [
      { filters: [{ name: 'Region', value: 'Mars' }] },
      'has no option "Mars". Options: Americas, APAC, EMEA.',
    ],
  ])('%j', async (input, text) => {
    expect(await refused(tool, input)).toContain(text);
  });
});

describe('a megabyte', () => {
  test.each([
    { name: megabyte },
    { owner: megabyte },
    { stage: [megabyte] },
    { status: megabyte },
    { value: megabyte },
    { closes: megabyte },
    { sort: megabyte },
    { fields: [megabyte] },
    { limit: megabyte },
    { filters: [{ name: megabyte, value: 'x' }] },
    { filters: [{ name: 'Region', value: megabyte }] },
    { filters: [{ name: 'Region', value: 'EMEA', [megabyte]: 1 }] },
    { [megabyte]: 'x' },
  ])('is refused in a few words (case %$)', async (input) => {
    await refused(tool, input);
  });
});

describe('half a character', () => {
  test.each([
    { name: 'Acme \ud83d' },
    { owner: '\udc00' },
    { tags: ['\ud800'] },
    { status: '\ud800' },
    { closes: '\ud800' },
    { fields: ['\udfff'] },
    { sort: '-\ud83d' },
    { filters: [{ name: '\ud800', value: 'x' }] },
    { filters: [{ name: 'Region', value: 'EMEA\ud800' }] },
    { '\ud800': 1 },
  ])('is refused (case %$)', async (input) => {
    await refused(tool, input);
  });
});

describe('names that every object has', () => {
  test.each([
    parsed('{"constructor": 1}'),
    parsed('{"filters": [{"name": "__proto__", "value": "x"}]}'),
    parsed('{"filters": [{"name": "constructor", "value": "x"}]}'),
    parsed('{"filters": [{"name": "Region", "value": "EMEA", "__proto__": {"min": "1"}}]}'),
    parsed('{"filters": [{"name": "Region", "value": "__proto__"}]}'),
    parsed('{"sort": "__proto__"}'),
    parsed('{"sort": "-constructor"}'),
    parsed('{"fields": ["__proto__", "constructor"]}'),
    parsed('{"owner": "__proto__"}'),
  ])('%j', async (input) => {
    await refused(tool, input);
  });

  test('as an argument: the SDK drops it, and what reaches us with it is refused', async () => {
    const input = parsed('{"__proto__": {"limit": 1}}');
    expect((await client.table(tool, parsed('{"__proto__": {"limit": 1}, "limit": 2}'))).rows).toHaveLength(
      2,
    );
    expect(() => parseInput(searchOpportunities, input)).toThrow('There is no argument "__proto__".');
  });

  test('as a kind of record', async () => {
    await refused('search_tasks', { related: 'constructor 12' });
    await refused('get_related_items', { type: '__proto__', id: 12 });
  });
});

describe('what is meant is done', () => {
  test('a limit a little too high is lowered with a note', async () => {
    const { rows, notes } = await client.table(tool, { limit: 500, fields: ['name'] });
    expect(rows).toHaveLength(100);
    expect(notes).toEqual([
      'limit 500 was lowered to 100, the most rows in one answer; use offset for more.',
    ]);
  });

  test('limit 0 counts', async () => {
    expect((await client.call(tool, { limit: 0 })).text).toBe(
      'opportunities: 600 match (limit=0: counted only)',
    );
  });

  test('an offset past the end gives an empty page that says so', async () => {
    expect((await client.call(tool, { offset: 600 })).text).toBe(
      'opportunities: none from offset=600 on, 600 match',
    );
  });

  test.each([
    [{ status: 'open' }, { status: ['Open'] }],
    [{ status: '["Open","Won"]' }, { status: ['Open', 'Won'] }],
    [{ limit: '3' }, { limit: 3 }],
    [{ value: 250_000 }, { value: '250000' }],
    [{ name: null, limit: 2 }, { limit: 2 }],
    [{ filters: '{"name":"Region","value":"EMEA"}' }, { filters: [{ name: 'Region', value: 'EMEA' }] }],
  ])('%j is read as %j', async (loose, strict) => {
    expect((await client.call(tool, loose)).text).toBe((await client.call(tool, strict)).text);
  });
});
