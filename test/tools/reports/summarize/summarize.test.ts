import { describe, expect, test } from 'vitest';
import { column } from '../../shown.ts';
import { dayOf, openTestClient } from '../../test-client.ts';
import { centsOf, customOf, earns, grouped, moneyLines, nameOf, optionsOf } from './expected.ts';

const client = await openTestClient();
const { world } = client;
const deals = world.opportunities;
const open = deals.filter(({ status }) => status === 'Open');
const users = (id: number | null) => [nameOf(world.users, id)];

/** The answer without its total, which stands last and is checked here: it counts each row once. */
async function groups(input: Record<string, unknown>, rows: number) {
  const answer = await client.table('summarize', input);
  const isTotal = (row: readonly string[]) => row[0] === '(total)';
  const at = answer.columns.indexOf('count');
  const total = answer.rows.filter(isTotal).reduce((sum, row) => sum + Number(row[at]), 0);
  expect(total).toBe(rows);
  return { ...answer, rows: answer.rows.filter((row) => !isTotal(row)), totals: answer.rows.filter(isTotal) };
}

const lines = (rows: readonly (readonly string[])[]) => rows.map((row) => row.join('\t'));
const countLines = (found: readonly { labels: readonly string[]; rows: readonly unknown[] }[]) =>
  found.map(({ labels, rows }) => [...labels, rows.length].join('\t'));
const sorted = (all: readonly string[]) => [...all].sort();

describe('counts by one dimension', () => {
  const stageLabel = (id: number) => {
    const pipeline = world.pipelines.find(({ stages }) => stages.some((stage) => stage.id === id));
    return `${pipeline?.stages.find((stage) => stage.id === id)?.name} (${pipeline?.name})`;
  };
  const teams = (id: number | null) =>
    world.users.find((user) => user.id === id)?.groups.map(({ name }) => name) ?? [];
  const typeName = ({ type }: (typeof world.activities)[number]) =>
    world.activityTypes.find(({ id, category }) => id === type.id && category === type.category)?.name ??
    type.name;

  const { leads, people, companies, tasks, activities } = world;
  const fresh = leads.filter(({ converted_at: at }) => at === null);
  test.each([
    ['opportunities', 'owner', grouped(deals, (deal) => users(deal.assignee_id)), deals],
    ['opportunities', 'team', grouped(deals, (deal) => teams(deal.assignee_id)), deals],
    [
      'opportunities',
      'pipeline',
      grouped(deals, (deal) => [nameOf(world.pipelines, deal.pipeline_id)]),
      deals,
    ],
    ['opportunities', 'stage', grouped(deals, (deal) => [stageLabel(deal.pipeline_stage_id)]), deals],
    ['opportunities', 'status', grouped(deals, (deal) => [deal.status]), deals],
    [
      'opportunities',
      'source',
      grouped(deals, (deal) => [nameOf(world.customerSources, deal.customer_source_id)]),
      deals,
    ],
    [
      'opportunities',
      'loss reason',
      grouped(deals, (deal) => [nameOf(world.lossReasons, deal.loss_reason_id)]),
      deals,
    ],
    ['opportunities', 'tags', grouped(deals, (deal) => deal.tags), deals],
    ['opportunities', 'priority', grouped(deals, (deal) => [deal.priority]), deals],
    ['opportunities', 'region', grouped(deals, (deal) => optionsOf(world, deal, 'Region')), deals],
    ['opportunities', 'Products', grouped(deals, (deal) => optionsOf(world, deal, 'Products')), deals],
    [
      'opportunities',
      'Legal approved',
      grouped(deals, (deal) => [customOf(world, deal, 'Legal approved').value === true ? 'yes' : 'no']),
      deals,
    ],
    ['leads', 'status', grouped(fresh, (lead) => [nameOf(world.leadStatuses, lead.status_id)]), fresh],
    [
      'leads',
      'lead source',
      grouped(fresh, (lead) => [nameOf(world.customerSources, lead.customer_source_id)]),
      fresh,
    ],
    ['leads', 'city', grouped(fresh, (lead) => [lead.address?.city]), fresh],
    ['leads', 'country', grouped(fresh, (lead) => [lead.address?.country]), fresh],
    [
      'leads',
      'Campaign',
      grouped(fresh, (lead) => [String(customOf(world, lead, 'Campaign').value ?? '')]),
      fresh,
    ],
    [
      'people',
      'contact type',
      grouped(people, (person) => [nameOf(world.contactTypes, person.contact_type_id)]),
      people,
    ],
    ['people', 'state', grouped(people, (person) => [person.address?.state]), people],
    [
      'companies',
      'type',
      grouped(companies, (company) => [nameOf(world.contactTypes, company.contact_type_id)]),
      companies,
    ],
    [
      'companies',
      'Industry',
      grouped(companies, (company) => optionsOf(world, company, 'Industry')),
      companies,
    ],
    ['tasks', 'owner', grouped(tasks, (task) => users(task.assignee_id)), tasks],
    ['tasks', 'status', grouped(tasks, (task) => [task.status]), tasks],
    ['tasks', 'Effort', grouped(tasks, (task) => optionsOf(world, task, 'Effort')), tasks],
    ['activities', 'activity type', grouped(activities, (activity) => [typeName(activity)]), activities],
    ['activities', 'who', grouped(activities, (activity) => users(activity.user_id)), activities],
  ])('%s by %s', async (what, by, expected, all) => {
    const answer = await groups({ what, by, top: 500 }, all.length);
    expect(sorted(lines(answer.rows))).toEqual(
      sorted(countLines(expected as { labels: string[]; rows: unknown[] }[])),
    );
  });

  test('the largest groups come first, stages in the order of their pipelines, priorities from the highest', async () => {
    const owners = column(await groups({ what: 'opportunities', by: 'owner' }, deals.length), 'count').map(
      Number,
    );
    expect(owners).toEqual([...owners].sort((a, b) => b - a));
    const stages = column(
      await groups({ what: 'opportunities', by: 'stage', status: 'Open' }, open.length),
      'stage',
    );
    const all = world.pipelines.flatMap(({ name, stages: own }) =>
      own.map((stage) => `${stage.name} (${name})`),
    );
    expect(stages).toEqual(all.filter((stage) => stages.includes(stage)));
    const priorities = column(await groups({ what: 'tasks', by: 'priority' }, tasks.length), 'priority');
    expect(priorities).toEqual(['High', 'Medium', 'Low', 'None']);
  });

  test('stages of one pipeline need no pipeline beside them', async () => {
    const answer = await client.table('summarize', { what: 'deals', by: 'stage', pipeline: 'Sales' });
    const sales = world.pipelines.find(({ name }) => name === 'Sales')?.stages.map(({ name }) => name);
    expect(column(answer, 'stage')).toEqual([...(sales ?? []), '(total)']);
  });

  test('what a row may be in several of is told, and the total counts it once', async () => {
    const { notes, rows } = await groups({ what: 'opportunities', by: 'tag', top: 500 }, deals.length);
    expect(notes).toContain(
      'opportunities with more than one tag count in each of those groups, and once in the total.',
    );
    expect(rows.reduce((sum, row) => sum + Number(row[1]), 0)).toBeGreaterThan(deals.length);
    const { notes: byTeam } = await groups({ what: 'tasks', by: 'team' }, tasks.length);
    expect(byTeam).toContain(
      'tasks with more than one team count in each of those groups, and once in the total.',
    );
  });

  test('companies by their names, those of one name with their ids', async () => {
    const answer = await groups({ what: 'opportunities', by: 'company', top: 500 }, deals.length);
    const twice = world.companies.map(({ name }) => name).filter((name, at, all) => all.indexOf(name) < at);
    const expected = grouped(deals, (deal) => [
      deal.company_id === null
        ? null
        : twice.includes(deal.company_name ?? '')
          ? `${deal.company_name} #${deal.company_id}`
          : deal.company_name,
    ]);
    expect(answer.rows).toHaveLength(expected.length);
    const plainNames = column(answer, 'company').map((name) => name.replace(/ \(company \d+\)$/, ''));
    expect(sorted(plainNames)).toEqual(
      sorted(expected.map(({ labels: [label = ''] }) => label.replace(/ #\d+$/, ''))),
    );
    expect(new Set(column(answer, 'company')).size).toBe(expected.length);
  });
});

describe('money', () => {
  test.each([
    ['owner', (deal: (typeof deals)[number]) => users(deal.assignee_id)],
    ['source', (deal: (typeof deals)[number]) => [nameOf(world.customerSources, deal.customer_source_id)]],
  ])(
    'sums by %s to the cent, a row for each currency, pipelines that earn nothing left out',
    async (by, key) => {
      const answer = await groups(
        { what: 'opportunities', by, measure: 'sum value', status: 'Open' },
        open.length,
      );
      expect(answer.columns).toEqual([by, 'currency', 'count', 'sum value']);
      expect(sorted(lines(answer.rows))).toEqual(sorted(moneyLines(world, grouped(open, key))));
      const total = moneyLines(world, [{ labels: ['(total)'], rows: open }]);
      expect(lines(answer.totals)).toEqual(total);
      const free = open.filter((deal) => !earns(world, deal) && deal.monetary_value !== null).length;
      const without = open.filter((deal) => deal.monetary_value === null).length;
      expect(answer.notes).toEqual([
        `value in several currencies: one row for each, never added up. Rows for USD also count the ${without + free} opportunities without a value to add up. measure="converted value" is in one currency, as far as Copper converts.`,
        `${without} of ${open.length} have no value.`,
        `${free} deals with a value are in pipelines without revenue (Onboarding): they are counted, but their value is not added. Filter by that pipeline alone to add it up.`,
      ]);
    },
  );

  test('groups stand in the order of their sums in the usual currency, with their other currencies below', async () => {
    const { rows } = await groups({ what: 'deals', by: 'owner', measure: 'sum' }, deals.length);
    const dollars = rows.filter((row) => row[1] === 'USD').map((row) => Number(row[3]));
    expect(dollars).toEqual([...dollars].sort((a, b) => b - a));
    const owners = rows.map(([owner]) => owner).filter((owner, at, all) => owner !== all[at - 1]);
    expect(new Set(owners).size).toBe(owners.length);
  });

  test('several measures of one and more quantities at once', async () => {
    const dollars = open.filter((deal) => deal.monetary_unit === 'USD' && earns(world, deal));
    const input = {
      what: 'deals',
      measure: ['average value', 'min of value', 'max', 'median value', 'sum ARR', 'avg probability'],
    };
    const { columns, rows } = await client.table('summarize', { ...input, status: 'Open' });
    expect(columns).toEqual([
      'currency',
      'count',
      'average value',
      'min value',
      'max value',
      'median value',
      'sum ARR',
      'average probability',
    ]);
    const values = dollars.map((deal) => deal.monetary_value ?? 0).sort((a, b) => a - b);
    const middle = values.length >> 1;
    const median =
      values.length % 2 === 1 ? values[middle] : ((values[middle - 1] ?? 0) + (values[middle] ?? 0)) / 2;
    const [usd = []] = rows;
    expect(usd.slice(2, 6).map(Number)).toEqual([
      Math.round(centsOf(values) / values.length) / 100,
      values[0],
      values.at(-1),
      median,
    ]);
    const arr = rows.reduce((sum, row) => sum + Number(row[6]), 0);
    expect(arr).toBe(centsOf(open.map((deal) => Number(customOf(world, deal, 'ARR').value ?? 0))) / 100);
  });

  test('weighted value takes the chance of the stage where a deal has none, and says how often', async () => {
    const chances = new Map(
      world.pipelines.flatMap(({ stages }) => stages.map(({ id, win_probability: chance }) => [id, chance])),
    );
    const counting = open.filter((deal) => deal.monetary_value !== null && earns(world, deal));
    const weigh = (unit: string) =>
      centsOf(
        counting
          .filter(({ monetary_unit }) => monetary_unit === unit)
          .map(
            (deal) =>
              (deal.monetary_value ?? 0) *
              (deal.win_probability ?? chances.get(deal.pipeline_stage_id) ?? 0) *
              0.01,
          ),
      ) / 100;
    const { rows, notes } = await client.table('summarize', {
      what: 'deals',
      measure: 'weighted',
      status: 'Open',
    });
    expect(rows.map(([unit, , sum]) => [unit, Number(sum)])).toEqual(
      ['USD', 'EUR', 'GBP'].map((unit) => [unit, expect.closeTo(weigh(unit), 1)]),
    );
    const staged = counting.filter((deal) => deal.win_probability === null).length;
    expect(staged).toBeGreaterThan(0);
    expect(notes).toContain(
      `${staged} of ${counting.length} deals have no win probability of their own; that of their stage was used.`,
    );
    expect(notes.join()).not.toContain('closed');
    const all = await client.table('summarize', { what: 'deals', measure: 'weighted value' });
    expect(all.notes.join()).toMatch(/\d+ of \d+ deals are closed; a forecast needs status=Open\./);
  });

  test('the converted value is one sum in the currency of the account', async () => {
    const won = deals.filter((deal) => deal.status === 'Won' || deal.status === 'Done');
    const { text } = await client.call('summarize', {
      what: 'deals',
      measure: 'converted value',
      status: 'Won',
    });
    const sum = centsOf(won.filter((deal) => earns(world, deal)).map((deal) => deal.converted_value)) / 100;
    expect(text).toContain(`\ncount: ${won.length}\nsum converted value: ${sum}\n`);
    expect(text).toContain('note: converted value in USD.');
  });

  test('a pipeline that earns nothing adds up where it is asked for alone', async () => {
    const onboarding = world.pipelines.find(({ is_revenue: earning }) => !earning);
    const own = deals.filter((deal) => deal.pipeline_id === onboarding?.id);
    const answer = await groups(
      { what: 'deals', by: 'status', measure: 'sum', pipeline: onboarding?.name },
      own.length,
    );
    expect(answer.notes.join()).not.toContain('without revenue');
    for (const unit of new Set(own.flatMap((deal) => deal.monetary_unit ?? []))) {
      const sum =
        centsOf(own.filter((deal) => deal.monetary_unit === unit).map((deal) => deal.monetary_value)) / 100;
      expect(answer.totals.find((row) => row[1] === unit)?.[3] ?? answer.totals[0]?.[2]).toBe(String(sum));
    }
  });
});

describe('what is done where nothing is won', () => {
  const note =
    'status Won also finds Done in pipelines without revenue (Onboarding); name pipelines to leave that out.';
  test.each([
    [{ status: 'Won' }, [note]],
    [{ status: 'won', by: 'owner' }, [note]],
    [{ status: ['Won', 'Lost'] }, [note.replace('Won', 'Won, Lost').replace('Done', "Done, Won't Do")]],
    [{ status: 'Open' }, []],
    [{}, []],
    [{ status: 'Won', pipeline: 'Sales' }, []],
    [{ status: 'Won', stage: 'Contract' }, []],
    [{ status: 'Won', measure: 'sum ARR' }, [note, 'ARR in USD.']],
  ])('%j', async (input, notes) => {
    const { text } = await client.call('summarize', { what: 'deals', ...input });
    const told = text.split('\n').flatMap((line) => (line.startsWith('note: ') ? [line.slice(6)] : []));
    expect(told.filter((one) => !/ have no /.test(one)).sort()).toEqual([...notes].sort());
  });
});

describe('dates', () => {
  const closesOn = (deal: (typeof deals)[number]) =>
    deal.close_date === null ? null : dayOf(deal.close_date);
  const quarter = (day: string) => `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;

  test.each([
    ['month', (day: string) => day.slice(0, 7)],
    ['closes by quarter', quarter],
    ['year of the close date', (day: string) => day.slice(0, 4)],
    ['closes:day', (day: string) => day],
  ])('deals by %s, oldest first, with what lies between', async (by, period) => {
    const answer = await groups({ what: 'deals', by }, deals.length);
    const expected = grouped(deals, (deal) => [closesOn(deal)].map((day) => day && period(day)));
    const counted = answer.rows.filter((row) => row[1] !== '0');
    const next = /next/.test(answer.head);
    if (!next) expect(sorted(lines(counted))).toEqual(sorted(countLines(expected)));
    const keys = answer.rows.map(([key = '']) => key).filter((key) => key !== '(none)');
    expect(keys).toEqual([...keys].sort());
    if (!next) expect(answer.rows.at(-1)?.[0]).toBe('(none)');
  });

  test('months without a deal are shown, as far as the question reaches', async () => {
    const { rows } = await client.table('summarize', {
      what: 'deals',
      by: 'month',
      closes: '2027-06..2028-02',
      measure: 'sum',
    });
    const keys = rows.filter(([key]) => key !== '(total)').map(([key]) => key);
    expect([...new Set(keys)]).toEqual([
      ...['2027-06', '2027-07', '2027-08', '2027-09', '2027-10', '2027-11', '2027-12', '2028-01', '2028-02'],
    ]);
    expect(rows.find(([key]) => key === '2028-02')?.slice(-2)).toEqual(['0', '0']);
  });

  test('a date that has been ends today', async () => {
    const { rows, notes } = await client.table('summarize', {
      what: 'leads',
      by: 'created week',
      created: 'this-quarter',
    });
    expect(rows.map(([key]) => key)).toEqual([
      '2026-W40',
      '2026-W41',
      '2026-W42',
      '2026-W43',
      '2026-W44',
      '2026-W45',
      '2026-W46',
      '2026-W47',
      '2026-W48',
      '(total)',
    ]);
    expect(notes).toEqual([
      'Weeks begin on Monday; 2026-W48 began 2026-11-23.',
      'understood as: created 2026-10-01..2026-12-31 (this-quarter, America/Los_Angeles); converted leads left out.',
    ]);
  });

  test('a custom date by its label', async () => {
    const answer = await groups(
      { what: 'deals', by: 'Renewal date by quarter', status: 'Open' },
      open.length,
    );
    const expected = grouped(open, (deal) => {
      const { value } = customOf(world, deal, 'Renewal date');
      return [typeof value === 'number' ? quarter(dayOf(value)) : null];
    });
    expect(answer.columns[0]).toBe('Renewal date quarter');
    expect(sorted(lines(answer.rows))).toEqual(sorted(countLines(expected)));
  });
});

describe('two dimensions', () => {
  test('owners by what they sell most, each with their stages in order', async () => {
    const answer = await groups(
      { what: 'deals', by: ['owner', 'pipeline'], measure: 'sum ARR' },
      deals.length,
    );
    const expected = grouped(
      deals,
      (deal) => users(deal.assignee_id),
      (deal) => [nameOf(world.pipelines, deal.pipeline_id)],
    );
    const arr = ({ rows, labels }: (typeof expected)[number]) => {
      const values = rows.flatMap((deal) => customOf(world, deal, 'ARR').value ?? []).map(Number);
      return [...labels, rows.length, values.length === 0 ? '' : centsOf(values) / 100].join('\t');
    };
    expect(sorted(lines(answer.rows))).toEqual(sorted(expected.map(arr)));
    const owners = column(answer, 'owner');
    expect(owners.filter((owner, at) => owner !== owners[at - 1])).toHaveLength(new Set(owners).size);
  });

  test('in one text with a comma as well', async () => {
    const { columns } = await client.table('summarize', {
      what: 'deals',
      by: 'status, closes year',
      measure: 'count, sum ARR',
    });
    expect(columns).toEqual(['status', 'closes year', 'count', 'sum ARR']);
  });
});

describe('the largest groups', () => {
  test('the rest is one group that is right for every measure', async () => {
    const input = {
      what: 'deals',
      by: 'source',
      measure: ['sum ARR', 'average ARR', 'median ARR', 'min ARR', 'max ARR'],
    };
    const all = await groups(input, deals.length);
    const some = await groups({ ...input, top: 3 }, deals.length);
    expect(some.rows.slice(0, 3)).toEqual(all.rows.slice(0, 3));
    const kept = some.rows.slice(0, 3).map(([label]) => label);
    const rest = deals.filter(
      (deal) => !kept.includes(nameOf(world.customerSources, deal.customer_source_id)),
    );
    const values = rest
      .flatMap((deal) => customOf(world, deal, 'ARR').value ?? [])
      .map(Number)
      .sort((a, b) => a - b);
    const half = values.length / 2;
    const median = Number.isInteger(half)
      ? ((values[half - 1] ?? 0) + (values[half] ?? 0)) / 2
      : values[Math.floor(half)];
    const average = Math.round(centsOf(values) / values.length) / 100;
    expect(some.rows.slice(3)).toEqual([
      [
        `(${all.rows.length - 3} others)`,
        ...[rest.length, centsOf(values) / 100, average, median, values[0], values.at(-1)].map(String),
      ],
    ]);
    expect(some.totals).toEqual(all.totals);
  });

  test('fifty groups unless told', async () => {
    const answer = await groups({ what: 'deals', by: 'company' }, deals.length);
    expect(answer.rows).toHaveLength(51);
    expect(answer.rows.at(-1)?.[0]).toMatch(/^\(\d+ others\)$/);
    expect(answer.rows.reduce((sum, row) => sum + Number(row[1]), 0)).toBe(deals.length);
  });

  test('the largest periods in the order of time', async () => {
    const answer = await groups({ what: 'deals', by: 'month', top: 4 }, deals.length);
    const all = await groups({ what: 'deals', by: 'month' }, deals.length);
    const largest = [...all.rows].sort((a, b) => Number(b[1]) - Number(a[1])).slice(0, 4);
    expect(
      answer.rows
        .slice(0, 4)
        .map((row) => Number(row[1]))
        .sort((a, b) => b - a),
    ).toEqual(largest.map((row) => Number(row[1])));
    const keys = answer.rows.slice(0, 4).map(([key = '']) => (key === '(none)' ? '9' : key));
    expect(keys).toEqual([...keys].sort());
  });

  test('what does not fit is told, and the total stays', async () => {
    const narrow = await openTestClient({ env: { COPPER_MAX_RESULT_CHARS: '1000' } });
    const { head, rows } = await narrow.table('summarize', { what: 'deals', by: ['company'], top: 200 });
    expect(head).toMatch(/^opportunities by company 1-\d\d of 201, next: offset=\d\d; read all/);
    expect(rows.at(-1)).toEqual(['(total)', String(deals.length)]);
  });
});

test('nothing that matches', async () => {
  const none = { what: 'deals', closes: '1999', measure: 'sum' };
  expect((await client.call('summarize', none)).text).toMatch(
    /^opportunities; read all 0 opportunities( as of 12:\d\d:\d\d)? in \d requests?.*\ncount: 0\nsum value: 0\nas of \S+$/,
  );
  expect((await client.call('summarize', { ...none, by: 'owner' })).text).toMatch(
    /^opportunities by owner: none match; read all 0 opportunities as of 12:00:\d\d in 0 requests \(read again after 12:02:\d\d\)\nas of \S+$/,
  );
});

test('in JSON: totals apart from the groups, numbers as numbers', async () => {
  const json = await openTestClient({ env: { COPPER_FORMAT: 'json' } });
  const { structured } = await json.call('summarize', { what: 'deals', by: 'status', measure: 'sum ARR' });
  expect(structured).toMatchObject({
    kind: 'opportunities by status',
    columns: ['status', 'count', 'sum ARR', 'sum ARR_currency'],
    rows: expect.arrayContaining([['Open', open.length, expect.any(Number), 'USD']]),
    totals: [['(total)', deals.length, expect.any(Number), 'USD']],
    total: 7,
    coverage: { complete: true },
    notes: expect.arrayContaining(['ARR in USD.']),
  });
});
