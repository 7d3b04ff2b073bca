import { expect, test } from 'vitest';
import type { Activity } from '../../src/sandbox/sandbox.ts';
import { column } from './shown.ts';
import { dayOf, idsWhere, losAngeles, openTestClient } from './test-client.ts';

const tool = 'search_activities';
const client = await openTestClient();
const { world } = client;

test('whom did I meet last week?', async () => {
  const { requests, text } = await client.call(tool, {
    type: 'Meeting',
    who: 'me',
    date: 'last-week',
    limit: 5,
  });
  expect({ requests, text }).toMatchSnapshot();
});

const only = (...filters: Record<string, unknown>[]) => ({ filters });
const november = ({ activity_date: at }: Activity) =>
  at >= losAngeles('2026-11-20') && at < losAngeles('2026-11-22');
const date = '2026-11-20..2026-11-21';
const is = ({ type }: Activity, category: string, id: number) => type.category === category && type.id === id;
const cases: [input: Record<string, unknown>, holds: (activity: Activity) => boolean][] = [
  [{ date }, november],
  [{ date, type: 'Demo' }, (one) => november(one) && is(one, 'user', 245_802)],
  [
    { date, type: ['demo', 'Site Visit'] },
    (one) => november(one) && (is(one, 'user', 245_802) || is(one, 'user', 245_803)),
  ],
  [{ date, type: '0' }, (one) => november(one) && is(one, 'user', 0)],
  [{ date, type: 'system:3' }, (one) => november(one) && is(one, 'system', 3)],
  [{ date, who: 'Jane Park' }, (one) => november(one) && one.user_id === 137_669],
  [{ on: 'opportunity 2827698' }, ({ parent }) => parent.type === 'opportunity' && parent.id === 2_827_698],
  [
    { on: 'opportunity 8 New Copy Machines' },
    ({ parent }) => parent.type === 'opportunity' && parent.id === 2_827_698,
  ],
];

test.each(cases)('%j finds what the account holds', async (input, holds) => {
  const expected = idsWhere(world.activities, holds);
  expect(expected.length).toBeGreaterThan(0);
  expect(await client.ids(tool, { limit: 200, ...input })).toEqual(expected);
});

test('a change shows what it was and what it is', async () => {
  const table = await client.table(tool, { type: 'Pipeline Stage Changed', limit: 5 });
  for (const what of column(table, 'what')) expect(what).toMatch(/^[A-Z][\w ]+ → [A-Z][\w ]+$/);
});

test('a long text says how much was cut, and is complete when requested by name', async () => {
  const long = world.activities.find(({ details }) => (details?.length ?? 0) > 1000);
  const day = dayOf(long?.activity_date ?? 0);
  const filter = { on: `${long?.parent.type} ${long?.parent.id}`, date: day };
  const cut = column(await client.table(tool, filter), 'what').find((what) => what.includes('chars)')) ?? '';
  const [, missing] = /^.{1,200}… \(\+(\d+) chars\)$/.exec(cut) ?? [];
  expect(cut.indexOf('…') + Number(missing)).toBe(long?.details?.length);
  const whole = await client.table(tool, { ...filter, fields: ['what'] });
  expect(column(whole, 'what')).toContain(long?.details);
});

test('order and full results are filters', async () => {
  const filters = [
    { name: 'sort_by', value: 'id' },
    { name: 'sort_direction', value: 'asc' },
    { name: 'full_result', value: true },
  ];
  const { requests } = await client.call(tool, { filters, limit: 1 });
  expect(requests[0]).toContain('{"sort_by":"id","sort_direction":"asc","full_result":true,');
});

test.each([
  [{ type: 'Lunch' }, 'unknown_name: There is no activity type "Lunch".'],
  [{ who: 'Nobody' }, 'unknown_name: There is no user "Nobody".'],
  [{ on: 'task 12' }, 'Types: lead, person, company, opportunity.'],
  [{ on: 'person Nobody Atall' }, 'unknown_name: No person is called "Nobody Atall".'],
  [{ sort: '-date' }, 'invalid_input: There is no argument "sort".'],
  [only({ name: 'sort_direction', value: 'up' }), 'allowed: asc, desc.'],
  [only({ name: 'Region', value: 'EMEA' }), 'unknown_name: There is no filter "Region".'],
])('%j is refused: %s', async (input, text) => {
  expect(await client.error(tool, input)).toContain(text);
});

test('accepts a record as answers print it', async () => {
  const { requests } = await client.call(tool, { on: 'Globex (company 9607599)', limit: 1 });
  expect(requests.join()).toContain('"parent":{"id":9607599,"type":"company"}');
});
