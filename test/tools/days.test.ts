import { describe, expect, test } from 'vitest';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import type { FetchCopper } from '../../src/tool/fetch-copper.ts';
import { column } from './shown.ts';
import { openTestClient } from './test-client.ts';

const tool = 'search_opportunities';
const seconds = (iso: string) => Date.parse(iso) / 1000;

/** The days from one to another. */
const daysBetween = (from: string, to: string) =>
  Array.from({ length: (seconds(to) - seconds(from)) / 86_400 + 1 }, (_, at) =>
    new Date((seconds(from) + at * 86_400) * 1000).toISOString().slice(0, 10),
  );

/** How many deals close on each day that the account itself has. */
function dealsByDay(deals: readonly { close_date: number | null }[], zone: string): Map<string, number> {
  const civil = new Intl.DateTimeFormat('sv', { timeZone: zone });
  const counts = new Map<string, number>();
  for (const { close_date: at } of deals) {
    if (at === null) continue;
    const day = civil.format(at * 1000);
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  return counts;
}

const accounts: readonly [
  configured: string,
  account: string,
  closeDate: NonNullable<SandboxOptions['closeDate']>,
][] = [
  ['America/New_York', 'America/New_York', 'm/d/y'],
  ['America/New_York', 'America/New_York', 'd/m/y'],
  ['America/New_York', 'America/New_York', 'seconds'],
  ['Pacific/Auckland', 'Pacific/Auckland', 'm/d/y'],
  ['Pacific/Auckland', 'Pacific/Auckland', 'd/m/y'],
  ['Pacific/Auckland', 'Pacific/Auckland', 'seconds'],
  ['America/New_York', 'UTC', 'seconds'],
  ['America/New_York', 'Australia/Sydney', 'd/m/y'],
  ['UTC', 'America/Los_Angeles', 'seconds'],
  ['UTC', 'Pacific/Auckland', 'seconds'],
  ['Asia/Kolkata', 'Europe/London', 'd/m/y'],
  ['Pacific/Auckland', 'Pacific/Honolulu', 'seconds'],
];

describe.each(accounts)(
  'configured for %s, an account in %s that writes %s',
  (configured, zone, closeDate) => {
    const opened = openTestClient({
      env: { COPPER_TIMEZONE: configured },
      sandbox: { timeZone: zone, closeDate },
    });

    test('each day of a quarter has the deals that are shown with it, and a quarter loses none', async () => {
      const client = await opened;
      const expected = dealsByDay(client.world.opportunities, zone);
      const quarter = daysBetween('2026-10-01', '2026-12-31');
      let sum = 0;
      for (const day of quarter) {
        const count = expected.get(day) ?? 0;
        sum += count;
        const shown = await client.table(tool, { closes: day, fields: ['closes'], limit: 25 });
        expect([day, shown.total ?? 0, ...new Set(count === 0 ? [] : column(shown, 'closes'))]).toEqual(
          count === 0 ? [day, 0] : [day, count, day],
        );
      }
      const whole = await client.table(tool, { closes: '2026-Q4', limit: 0 });
      expect(whole.total).toBe(sum);
      const months = await client.table('summarize', {
        what: 'opportunities',
        by: ['closes month'],
        closes: '2026-10-01..2026-12-31',
      });
      expect(column(months, 'closes month').slice(0, 3)).toEqual(['2026-10', '2026-11', '2026-12']);
      expect(column(months, 'count').at(-1)).toBe(String(sum));
    });

    test('a custom date is found on the day that is shown', async () => {
      const client = await opened;
      const input = {
        fields: ['Renewal date'],
        filters: [{ name: 'Renewal date', value: 'any' }],
        limit: 25,
      };
      const days = [...new Set(column(await client.table(tool, input), 'Renewal date'))].slice(0, 5);
      expect(days).not.toEqual([]);
      for (const day of days) {
        const found = await client.table(tool, {
          fields: ['Renewal date'],
          filters: [{ name: 'Renewal date', value: day }],
        });
        expect([...new Set(column(found, 'Renewal date'))]).toEqual([day]);
      }
    });
  },
);

const renewal = { id: 902, name: 'Renewal', data_type: 'Date', available_on: ['opportunity', 'person'] };
const deal = (id: number, more: object) => ({
  id,
  name: `Deal ${id}`,
  status: 'Open',
  date_created: 1_790_000_000,
  ...more,
});
const renewing = (id: number, value: unknown) =>
  deal(id, { custom_fields: [{ custom_field_definition_id: 902, value }] });

/** A Copper that has these deals, whatever is asked, or those that a filter of the test's own lets through. */
const having =
  (
    deals: readonly object[],
    filter: (deal: object, body: Record<string, unknown>) => boolean = () => true,
  ): ((send: FetchCopper) => FetchCopper) =>
  (send) =>
  async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith('/custom_field_definitions')) return Response.json([renewal]);
    if (!pathname.endsWith('/opportunities/search')) return send(request);
    const body = JSON.parse(await request.text());
    const rows = deals.filter((one) => filter(one, body));
    const start = (body.page_number - 1) * body.page_size;
    return Response.json(rows.slice(start, start + body.page_size), {
      headers: { 'X-PW-TOTAL': String(rows.length) },
    });
  };

/** The answer to one question to such a Copper. */
async function ask(
  wrap: (send: FetchCopper) => FetchCopper,
  name: string,
  input: Record<string, unknown>,
  zone = 'UTC',
) {
  const client = await openTestClient({ env: { COPPER_TIMEZONE: zone }, wrap });
  const answered = await client.call(name, input);
  return answered.text;
}

const closing = (...texts: readonly unknown[]) => texts.map((close_date, id) => deal(id + 1, { close_date }));

describe('a date that can be read in two ways', () => {
  const guess = 'can be read in two ways';

  test.each([
    ['2027-04-01..2027-04-12', ['3/4/2027', '12/4/2027'], ['2027-04-03', '2027-04-12']],
    ['2027-04', ['4/3/2027'], ['2027-04-03']],
    ['2027-09-01..2027-09-10', ['9/9/2027', '1/9/2027'], ['2027-09-09', '2027-09-01']],
    ['2027-02-05', ['5/2/2027'], ['2027-02-05']],
    ['2027-02-05', ['2/5/2027'], ['2027-02-05']],
    ['..2026-11-29', ['10/11/2026', '1/12/2026'], ['2026-10-11', '2026-01-12']],
  ])('is read as the range proves: %s of %j', async (closes, texts, days) => {
    const text = await ask(having(closing(...texts)), tool, { closes, fields: ['closes'] });
    expect(text.split('\n').slice(2)).toEqual(days);
  });

  test.each([
    [['5/12/2026'], 'deals_needing_attention', {}],
    [['3/4/2027', '4/5/2027'], 'summarize', { what: 'opportunities', by: ['closes month'] }],
    [['3/4/2027'], 'summarize', { what: 'opportunities', by: ['closes quarter'], measure: ['sum value'] }],
    [['1/2/2027'], tool, { fields: ['name', 'closes'] }],
    [['1/2/2027'], tool, { closes: '2027', fields: ['closes'] }],
  ])('is never read without saying so: %j for %s %j', async (texts, name, input) => {
    expect(await ask(having(closing(...texts)), name, input)).toContain(`Dates such as ${texts[0]} ${guess}`);
  });

  test.each([
    ['deals_needing_attention', {}, 'overdue 1'],
    ['summarize', { what: 'opportunities', by: ['closes month'], status: 'Open' }, '2026-12'],
    [tool, { fields: ['closes'], status: 'Open' }, '2026-12-05'],
  ])('is read as another deal of the account shows: %s %j', async (name, input, not) => {
    const deals = closing('5/12/2026', '28/2/2025').map((one, at) => ({ ...one, open: at === 0 }));
    const onlyOpen = (one: object, { statuses }: Record<string, unknown>) =>
      statuses === undefined || JSON.stringify(one).includes('"open":true');
    const text = await ask(having(deals, onlyOpen), name, input);
    expect(text).not.toContain(guess);
    expect(text.includes(not)).toBe(name !== 'deals_needing_attention');
  });

  test('one request is enough for all answers of a server', async () => {
    const client = await openTestClient({ wrap: having(closing('3/4/2027')) });
    const counts = [];
    for (let at = 0; at < 3; at++) {
      await client.pass(600_001);
      let sent = 0;
      const { text } = await client.call(tool, { fields: ['closes'] });
      for (const line of text.split('\n')) if (line.includes(guess)) sent++;
      counts.push(sent);
    }
    expect(counts).toEqual([1, 1, 1]);
  });
});

test.each([
  ['13/45/2027', '13/45/2027'],
  ['2026-02-31', '2026-02-31'],
  ['2/30/2027', '2/30/2027'],
  [1_795_737_600_000, '1795737600000'],
  [1e20, '100000000000000000000'],
])('%j is an empty cell and one note', async (value, example) => {
  const text = await ask(having([...closing(value, value, '12/31/2026')]), tool, {
    fields: ['id', 'closes'],
  });
  expect(text).toBe(
    `opportunities 1-3 of 3\nid\tcloses\n1\t\n2\t\n3\t2026-12-31\nnote: Dates that do not exist, such as ${example}, are shown as empty.`,
  );
});

test.each([
  ['summarize', { what: 'opportunities', by: ['created month'] }, '(none)'],
  ['summarize', { what: 'opportunities', by: ['closes week'] }, '(none)'],
  [tool, { fields: ['created'] }, 'opportunities 1-1 of 1'],
])('a time that does not exist is in no period and no cell: %s %j', async (name, input, shown) => {
  const text = await ask(having([deal(1, { date_created: 1e15, close_date: '99/99/2027' })]), name, input);
  expect(text).toContain(shown);
  expect(text).toMatch(
    /note: Dates that do not exist, such as (1000000000000000|99\/99\/2027), are shown as empty\./,
  );
  expect(text).not.toContain('Invalid');
});

test('one record learns the order as well', async () => {
  const client = await openTestClient({
    wrap: (send) => async (request) =>
      request.url.includes('/opportunities/1')
        ? Response.json(deal(1, { close_date: '3/4/2027' }))
        : having(closing('31/1/2027'))(send)(request),
  });
  const { text } = await client.call('get_opportunity', { id: 1, fields: ['closes'] });
  expect(text).toContain('2027-04-03');
});

describe('days before 1970 and after 2038', () => {
  const deals = [
    renewing(1, seconds('1965-06-01T00:00:00Z')),
    renewing(2, seconds('2041-03-01T00:00:00Z')),
    renewing(3, seconds('2026-11-27T00:00:00Z')),
    renewing(4, null),
  ];
  /** As Copper may compare: the ends that are given, in seconds. */
  const inRange = (one: object, body: Record<string, unknown>) => {
    const [condition] = Array.isArray(body.custom_fields) ? body.custom_fields : [{}];
    const value = JSON.parse(JSON.stringify(one)).custom_fields[0].value;
    const { minimum_value: min = -Infinity, maximum_value: max = Infinity } = condition;
    return Object.keys(condition).length === 0 || (value !== null && value >= min && value <= max);
  };

  test.each([
    ['1960-01-01..1969-12-31', [1]],
    ['1965-06-01', [1]],
    ['..1969', [1]],
    ['1960..1964', []],
    ['1960..', [1, 3, 2]],
    ['1960..2026-12-31', [1, 3]],
    ['2040-01-01..2045-12-31', [2]],
    ['2041-03-01', [2]],
    ['2042..', []],
    ['2026..2050', [3, 2]],
    ['..2050', [1, 3, 2]],
    ['1900..2100', [1, 3, 2]],
  ])('custom dates are found: %s', async (value, expected) => {
    const input = { fields: ['id'], filters: [{ name: 'Renewal', value }] };
    for (const filter of [inRange, () => true]) {
      const text = await ask(having(deals, filter), tool, input);
      const ids = text.split('\n').filter((line) => /^\d+$/.test(line));
      expect(ids.map(Number).sort()).toEqual([...expected].sort());
    }
  });

  test('close dates are found as well', async () => {
    const text = await ask(having(closing('1/20/2045', '1/20/2027')), tool, {
      closes: '2040..2050',
      fields: ['closes'],
    });
    expect(text).toContain(
      'opportunities 1-1 of 1\ncloses\n2045-01-20\nnote: Copper cannot search by closes after 2038',
    );
  });

  test.each([
    [tool, { created: '1960..' }],
    [tool, { created: '..2050' }],
    [tool, { filters: [{ name: 'modified_date', value: '2040' }] }],
    ['search_tasks', { due: 'today..2099-12-31' }],
    ['search_tasks', { filters: [{ name: 'reminder_date', value: '..1968' }] }],
    ['search_leads', { created: '1900-01-01..2026-11-30' }],
    ['search_people', { last_contact: '2039..' }],
    ['search_companies', { last_contact: '..1950' }],
    ['search_activities', { date: '1969-12-31..today' }],
    ['summarize', { what: 'tasks', due: '2026..2040' }],
  ])('moments are refused with the bounds: %s %j', async (name, input) => {
    const client = await openTestClient();
    expect(await client.error(name, input)).toContain(
      'Copper searches by dates from 1970-01-02 to 2038-01-17',
    );
  });
});

test.each([
  ['UTC', '2026-11-27', seconds('2026-11-26T13:00:00Z')],
  ['UTC', '2026-07-01', seconds('2026-06-30T23:00:00Z')],
  ['UTC', '2026-11-27', seconds('2026-11-27T08:00:00Z')],
  ['Pacific/Honolulu', '2026-11-27', seconds('2026-11-27T08:00:00Z')],
  ['America/New_York', '2026-11-27', seconds('2026-11-26T18:30:00Z')],
  ['Asia/Tokyo', '2026-11-27', seconds('2026-11-27T03:30:00Z')],
  ['Europe/Berlin', '2026-11-27', seconds('2026-11-26T10:15:00Z')],
  ['America/Los_Angeles', '2026-11-27', seconds('2026-11-26T11:00:00Z')],
  ['Asia/Dubai', '2026-11-27', seconds('2026-11-27T10:00:00Z')],
  ['Australia/Perth', '2026-11-27', seconds('2026-11-27T03:00:00Z')],
])(
  'in %s, a custom date of another zone is shown and found as %s, and its zone is named',
  async (zone, day, at) => {
    const copper = having([renewing(1, at)]);
    const input = { fields: ['Renewal'], filters: [{ name: 'Renewal', value: day }] };
    const text = await ask(copper, tool, input, zone);
    expect(text).toContain(`Renewal\n${day}\nnote: Dates are stored as midnight at UTC`);
    expect(text).toContain(`COPPER_TIMEZONE is ${zone}.`);
  },
);

test('in New York, what closes at midnight UTC of the next day is not among the deals of a day', async () => {
  const deals = closing(seconds('2026-11-30T00:00:00Z'), seconds('2026-12-01T00:00:00Z'));
  const input = { closes: '2026-11-30', fields: ['closes'] };
  expect(await ask(having(deals), tool, input, 'America/New_York')).toContain(
    '1-1 of 1\ncloses\n2026-11-30\n',
  );
});

test('a count of days holds the rows against them, in one request', async () => {
  const deals = closing('11/30/2026', '12/1/2026', '11/29/2026', null);
  expect(await ask(having(deals), tool, { closes: '2026-11-30', limit: 0 })).toBe(
    'opportunities: 1 match (limit=0: counted only)\nnote: Copper cannot search by closes to the day: all 4 rows were read and filtered here.',
  );
  const client = await openTestClient();
  const { requests } = await client.call(tool, { closes: '2026-11', limit: 0 });
  expect(requests).toHaveLength(1);
});

test.each([
  [{ closes: 'this-quarter' }, 'closes 2026-10-01..2026-12-31 (this-quarter, America/New_York)'],
  [{ closes: 'today' }, 'closes 2026-11-23 (today, America/New_York)'],
  [{ closes: '-30d..' }, 'closes 2026-10-24.. (-30d.., America/New_York)'],
  [{ created: 'last week' }, 'created 2026-11-16..2026-11-22 (last week, America/New_York)'],
  [{ filters: [{ name: 'date_stage_changed', value: '..yesterday' }] }, 'stage_since ..2026-11-22'],
  [{ filters: [{ name: 'Renewal', value: 'next-month' }] }, 'Renewal 2026-12-01..2026-12-31 (next-month'],
])('a count says which days were meant: %j', async (input, meaning) => {
  expect(await ask(having([]), tool, { ...input, limit: 0 }, 'America/New_York')).toContain(meaning);
});

test.each([{ closes: '2026-11-01..2026-11-30' }, { closes: '2026-11' }, { created: '2026..' }])(
  'but not what was given as it is: %j',
  async (input) => {
    expect(await ask(having([]), tool, { ...input, limit: 0 })).not.toContain('UTC)');
  },
);
