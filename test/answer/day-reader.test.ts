import { expect, test } from 'vitest';
import { createDayFilters } from '../../src/answer/day-reader.ts';
import { dayField } from '../../src/tool/record.ts';
import { dayReading } from './day-reading.ts';

const seconds = (iso: string) => Date.parse(iso) / 1000;
const field = dayField('close_date');
const rows = (...texts: readonly (string | number)[]) => texts.map((close_date) => ({ close_date }));

test.each([
  ['local midnight', seconds('2026-11-23T00:00:00-08:00'), '2026-11-23'],
  ['the last second of a local day', seconds('2026-11-23T23:59:59-08:00'), '2026-11-23'],
  ['midnight UTC, where a server counts so', seconds('2026-11-23T00:00:00Z'), '2026-11-23'],
  ['seconds as text', String(seconds('2026-11-23T00:00:00-08:00')), '2026-11-23'],
  ["Copper's text", '1/20/2027', '2027-01-20'],
  ['other text', ' next\tweek ', 'next week'],
  ['no text', ' ', null],
  ['something else', [1, 2], '1, 2'],
])('a day from %s', (_, value, expected) => {
  expect(dayReading().days.dayCell(value)).toBe(expected);
});

test.each([
  ['seconds', seconds('2026-11-23T20:00:00Z'), '2026-11-23T12:00'],
  ['midnight', seconds('2026-11-23T08:00:00Z'), '2026-11-23'],
  ['seconds as text', String(seconds('2026-11-23T20:05:00Z')), '2026-11-23T12:05'],
  ['other text', 'soon', 'soon'],
])('a moment from %s', (_, value, expected) => {
  expect(dayReading().days.timeCell(value)).toBe(expected);
});

test.each([
  ['a day above 12 that exists in neither order', '13/45/2027', '13/45/2027'],
  ['a day that the month does not have', '2/30/2027', '2/30/2027'],
  ['such a day in ISO', '2026-02-31', '2026-02-31'],
  ['a leap day of another year', '2027-02-29', '2027-02-29'],
  ['month nought', '0/12/2027', '0/12/2027'],
  ['zeros', '0000-00-00', '0000-00-00'],
  ['no number', 'NaN', 'NaN'],
  ['digits beyond all years', '99999999999999', '99999999999999'],
  ['milliseconds', 1_795_737_600_000, '1795737600000'],
  ['seconds beyond all years', 1e18, '1000000000000000000'],
  ['seconds before all years', -1e12, '-1000000000000'],
])('empty, and said once: %s', (_, value, example) => {
  const { days, notes } = dayReading();
  expect(days.dayCell(value)).toBeNull();
  expect(days.dayCell(value)).toBeNull();
  expect(notes).toEqual([`Dates that do not exist, such as ${example}, are shown as empty.`]);
});

test('a time beyond all years is empty, and that is said', () => {
  const { days, notes } = dayReading();
  expect(days.timeCell(1e15)).toBeNull();
  expect(notes).toEqual(['Dates that do not exist, such as 1000000000000000, are shown as empty.']);
});

const guessed = (text: string) =>
  `Dates such as ${text} can be read in two ways, and nothing here shows which is meant: they are read month first.`;

test('a text that is two days is read month first, and that is said once', () => {
  const { days, notes } = dayReading();
  expect(['3/4/2027', '5/4/2027', '4/4/2027', '20/4/2027'].map((text) => days.dayOf(text))).toEqual([
    '2027-03-04',
    '2027-05-04',
    '2027-04-04',
    '2027-04-20',
  ]);
  expect(notes).toEqual([guessed('3/4/2027')]);
});

test.each([
  ['rows show it', ['3/4/2027', '20/4/2027'], [], '2027-04-03', 0, 0],
  ['one request shows it', ['3/4/2027'], ['1/2/2026', '28/2/2026'], '2027-04-03', 1, 0],
  ['one request shows the month first', ['3/4/2027'], ['2/28/2026'], '2027-03-04', 1, 0],
  ['not even that shows it', ['3/4/2027'], ['1/2/2026'], '2027-03-04', 1, 1],
  ['that contradicts itself', ['3/4/2027'], ['1/20/2026', '20/1/2026'], '2027-03-04', 1, 1],
  ['nothing can be read in two ways', ['4/4/2027', '2027-03-04'], [], '2027-04-04', 0, 0],
])('%s', async (_, texts, stored, expected, requests, guesses) => {
  const { days, notes, sent, order } = dayReading({ stored });
  await days.learn(rows(...texts), [field]);
  expect([days.dayOf(texts[0]), sent.length, notes.length]).toEqual([expected, requests, guesses]);
  const next = dayReading({ order, stored });
  await next.days.learn(rows(...texts), [field]);
  expect(next.sent).toHaveLength(0);
});

test('the days that were asked for show the order without a request', async () => {
  const { days, sent, notes } = dayReading();
  const asked = { name: 'closes', read: field.read, from: '2027-04-01', to: '2027-04-12' };
  expect(await createDayFilters(days, [field], [asked])(rows('3/4/2027', '12/4/2027'))).toEqual([]);
  expect(days.dayOf('3/4/2027')).toBe('2027-04-03');
  expect([sent, notes]).toEqual([[], []]);
});

test('rows whose day was not asked for are left out; those sent without a day stay', async () => {
  const asked = { name: 'closes', read: field.read, from: '2027-04-01', to: '2027-04-12' };
  const given = [
    ...rows('4/1/2027', '4/13/2027', seconds('2027-04-12T00:00:00Z'), '3/31/2027', 'soon'),
    {},
    { close_date: null },
  ];
  const { days } = dayReading();
  const [unmet, second] = await createDayFilters(days, [field], [asked])(given);
  expect([unmet?.name, second]).toEqual(['closes to the day', undefined]);
  expect(given.filter((row) => unmet?.test(row))).toEqual([given[0], given[2], given[4], given[5]]);
});

test.each([
  ['UTC', '2026-11-26T13:00:00Z', '2026-11-27', 'UTC+11'],
  ['UTC', '2026-06-30T23:00:00Z', '2026-07-01', 'UTC+1'],
  ['Pacific/Honolulu', '2026-11-27T08:00:00Z', '2026-11-27', 'UTC-8'],
  ['America/New_York', '2026-11-26T18:30:00Z', '2026-11-27', 'UTC+5:30'],
  ['Europe/Berlin', '2026-07-01T02:30:00Z', '2026-07-01', 'UTC-2:30'],
  ['UTC', '2026-11-26T10:15:00Z', '2026-11-27', 'UTC+13:45'],
  ['America/New_York', '2026-12-01T00:00:00Z', '2026-12-01', undefined],
  ['America/New_York', '2026-12-01T05:00:00Z', '2026-12-01', undefined],
  ['Pacific/Auckland', '2026-11-30T11:00:00Z', '2026-12-01', undefined],
  ['Asia/Kolkata', '2026-12-01T00:00:00Z', '2026-12-01', undefined],
  ['America/Santiago', '2026-09-06T04:00:00Z', '2026-09-06', undefined],
])('in %s, %s is %s at %s', (zone, iso, day, offset) => {
  const { days, notes } = dayReading({ zone });
  expect([days.dayOf(seconds(iso)), days.dayOf(seconds(iso))]).toEqual([day, day]);
  const said = `Dates are stored as midnight at ${offset} and shown as days there; COPPER_TIMEZONE is ${zone}.`;
  expect(notes).toEqual(offset === undefined ? [] : [said]);
});
