import { describe, expect, test } from 'vitest';
import { createCalendar } from '../../src/answer/calendar.ts';
import { dayWithYearFirst, readingsOf } from '../../src/answer/written-day.ts';
import { deal, onReplies } from './given-replies.ts';

test.each([
  ['1/20/2027', '2027-01-20', undefined],
  ['20/1/2027', undefined, '2027-01-20'],
  ['11/2/2026', '2026-11-02', '2026-02-11'],
  [' 01/02/2027 ', '2027-01-02', '2027-02-01'],
  ['29/2/2028', undefined, '2028-02-29'],
  ['2/29/2027', undefined, undefined],
  ['13/45/2027', undefined, undefined],
  ['0/0/0000', undefined, undefined],
  ['4/4/2027', '2027-04-04', '2027-04-04'],
  ['1/20/2027 10:00', '2027-01-20', undefined],
  ['1/20/2027, 10:00', undefined, undefined, 'none'],
  ['1/2/2027 11:30:00 PM', '2027-01-02', '2027-02-01'],
])('"%s" is %s or %s', (text, monthFirst, dayFirst, none = '') => {
  const readings = { monthFirst, dayFirst, usual: 'monthFirst' };
  expect(readingsOf(text)).toEqual(none === '' ? readings : undefined);
});

test.each([
  ['31.11.2026', undefined, undefined],
  ['30.11.2026', undefined, '2026-11-30'],
  ['11.30.2026', '2026-11-30', undefined],
  ['3.4.2027', '2027-03-04', '2027-04-03'],
  ['03-04-2027', '2027-03-04', '2027-04-03'],
  ['30.11.2026 00:00', undefined, '2026-11-30'],
])('"%s" is %s or %s, and usually the day comes first', (text, monthFirst, dayFirst) => {
  expect(readingsOf(text)).toEqual({ monthFirst, dayFirst, usual: 'dayFirst' });
});

test.each(['2027-01-20', '1/20/27', '1/20-2027', '1.20/2027', '1/20/2027 then', 'soon', ''])(
  '"%s" has no such readings',
  (text) => {
    expect(readingsOf(text)).toBeUndefined();
  },
);

const calendar = createCalendar('America/Los_Angeles', () => Date.parse('2026-11-23T20:00:00Z'));

test.each([
  ['2026-11-30', '2026-11-30'],
  ['2026-1-5', '2026-01-05'],
  ['2026/11/30', '2026-11-30'],
  ['2026.11.30', '2026-11-30'],
  ['2026-11-30T00:00:00', '2026-11-30'],
  ['2026-11-30 00:00:00', '2026-11-30'],
  ['2026-11-30T00:00:00.000Z', '2026-11-30'],
  ['2026-11-30 00:00:00 UTC', '2026-11-30'],
  ['2026-11-30T00:00:00+00:00', '2026-11-30'],
  // Midnights in Los Angeles and in Berlin.
  ['2026-11-30T08:00:00Z', '2026-11-30'],
  ['2026-11-29T23:00:00Z', '2026-11-30'],
  ['2026-11-30T00:00:00+10:00', '2026-11-30'],
  ['2026-11-30T23:30:00-08:00', '2026-11-30'],
  ['2026-11-31', undefined],
  ['2026-11-31T00:00:00Z', undefined],
  ['2026-13-01T00:00:00Z', undefined],
  ['2027/02/29', undefined],
  ['0000-00-00 00:00:00', undefined],
])('the day of "%s" is %s', (text, day) => {
  expect(dayWithYearFirst(text, calendar)).toEqual({ day });
});

test.each(['30.11.2026', '2026-11/30', '2026-W48', '2026-11', '20261130', '2026-11-30T', 'soon', ''])(
  '"%s" does not begin with a year and a day',
  (text) => {
    expect(dayWithYearFirst(text, calendar)).toBeUndefined();
  },
);

describe('through the door', () => {
  const nothing = 'Dates that do not exist, such as 31.11.2026, are shown as empty.';
  const unread = 'Dates that cannot be read, such as "end of year", are shown as they were sent.';
  const guessed =
    'Dates such as 3.4.2027 can be read in two ways, and nothing here shows which is meant: they are read day first.';

  test.each([
    ['31.11.2026', null, [nothing]],
    ['30.11.2026', '2026-11-30', []],
    ['2026-11-30T00:00:00Z', '2026-11-30', []],
    ['2026-11-30 00:00:00', '2026-11-30', []],
    ['2026-11-30T05:00:00.000+00:00', '2026-11-30', []],
    ['30-11-2026', '2026-11-30', []],
    ['2026/11/30', '2026-11-30', []],
    ['3.4.2027', '2027-04-03', [guessed]],
    ['end of year', 'end of year', [unread]],
  ])('a close date and a custom date sent as %s are %s', async (sent, shown, notes) => {
    const { data } = await onReplies(
      {
        '/custom_field_definitions': {
          json: [{ id: 7, name: 'Go-live', data_type: 'Date', available_on: ['opportunity'], options: [] }],
        },
        '/opportunities/search': {
          rows: [
            deal(1, { close_date: sent, custom_fields: [{ custom_field_definition_id: 7, value: sent }] }),
            deal(3, {
              close_date: '2026-12-24',
              custom_fields: [{ custom_field_definition_id: 7, value: '2026-12-24' }],
            }),
            deal(2, { close_date: null, custom_fields: [] }),
          ],
        },
      },
      { COPPER_FORMAT: 'json' },
    );
    const { rows, notes: said = [] } = await data('search_opportunities', {
      fields: ['id', 'closes', 'Go-live'],
    });
    expect(rows).toEqual([
      [1, shown, shown],
      [3, '2026-12-24', '2026-12-24'],
      [2, null, null],
    ]);
    expect(said).toEqual(notes);
  });

  test('days that are asked for are held against dates in every form', async () => {
    const dates = ['30.11.2026', '2026-11-30T00:00:00Z', '01.12.2026', '2026-12-01 00:00', '31.11.2026'];
    const { lines } = await onReplies({
      '/opportunities/search': { rows: dates.map((close_date, at) => deal(at + 1, { close_date })) },
    });
    const [, , ...rest] = await lines('search_opportunities', { fields: ['id'], closes: '2026-11-30' });
    expect(rest.filter((line) => /^\d+$/.test(line))).toEqual(['1', '2', '5']);
  });
});
