import { expect, test } from 'vitest';
import { openReports } from '../open-reports.ts';
import { countedDeals, figuresBy, figuresOf } from './truth.ts';

const tool = 'forecast';
const span = { from: '2026-10-01', to: '2026-12-31' };
let file: string | undefined;
const { ask, error, world } = await openReports({ targets: () => file ?? '' });
const counted = countedDeals(world, span);
const whole = figuresOf(world, counted);
const byOwner = figuresBy(world, 'owner', counted);
const byPipeline = figuresBy(world, 'pipeline', counted);

/** Sets the file, until the next test does. */
const set = (...lines: readonly string[]) => {
  file = ['who,period,amount,currency', ...lines].join('\n');
};
const cents = (value: number) => Math.round(value * 100) / 100;

test('gap and coverage are those of the target, in each form of an amount', async () => {
  for (const target of ['9000000 USD', 'USD 9,000,000', '$9m', '9m dollars', '9000k', 'all: US$9m']) {
    const [row] = (await ask(tool, { target })).rows;
    expect(row).toMatchObject({
      target: '9000000',
      currency: 'USD',
      gap: String(cents(9_000_000 - whole.won)),
      coverage: String(cents(whole.open / (9_000_000 - whole.won))),
    });
  }
});

test('a target that is reached has no coverage, and its gap is negative', async () => {
  const { rows, columns } = await ask(tool, { target: '1 USD' });
  expect(rows[0]?.gap).toBe(String(cents(1 - whole.won)));
  expect(columns).not.toContain('coverage');
});

test('targets of people make groups of people, and the total has one only if all have', async () => {
  const { head, rows, notes } = await ask(tool, {
    target: ['Dana Li: 2m USD', 'jane.park@example.com = 150k USD'],
  });
  expect(head).toContain(' by owner ');
  const row = (name: string) => rows.find(({ owner }) => owner === name);
  expect(row('Dana Li')?.gap).toBe(String(cents(2_000_000 - (byOwner.get('Dana Li')?.won ?? 0))));
  expect(row('Jane Park')?.target).toBe('150000');
  expect(row('Jane Smith')?.target).toBe('');
  expect(rows.at(-1)).toMatchObject({ owner: '(total)', target: '' });
  expect(notes).toContain(`2 of ${byOwner.size} groups have a target, so the total has none.`);
  const both = await ask(tool, { target: 'pipeline Sales: 4m USD, Enterprise: 2m USD' });
  expect(both.rows.map(({ pipeline, target }) => `${pipeline} ${target}`).toSorted()).toEqual([
    '(total) 6000000',
    'Enterprise 2000000',
    'Sales 4000000',
  ]);
  expect(both.notes).toContain('The target of the total is the sum of those of the groups.');
});

test('a target of somebody without deals has a row of its own', async () => {
  const { rows } = await ask(tool, { during: '2027-Q3', target: 'Kenji Sato: 100k USD' });
  expect(rows[0]).toMatchObject({
    owner: 'Kenji Sato',
    target: '100000',
    won: '0',
    open: '0',
    gap: '100000',
  });
});

test("a target in a currency that is not the account's keeps the currencies apart, and says what is not compared", async () => {
  const { rows, notes } = await ask(tool, { target: '500k EUR' });
  const inEuro = (won: boolean) =>
    counted
      .filter(({ deal, isWon }) => deal.monetary_unit === 'EUR' && isWon === won)
      .reduce((sum, { deal }) => sum + (deal.monetary_value ?? 0), 0);
  const euro = rows.find(({ currency }) => currency === 'EUR');
  expect(euro).toMatchObject({
    target: '500000',
    won: String(inEuro(true)),
    open: String(inEuro(false)),
    gap: String(500_000 - inEuro(true)),
  });
  expect(rows.map(({ currency }) => currency)).toEqual(['EUR', 'USD', 'GBP']);
  expect(rows.find(({ currency }) => currency === 'USD')?.target).toBe('');
  expect(notes).toContain('Amounts in GBP and USD are not compared with targets in EUR.');
});

test('the file: of everybody, a person, a team, a pipeline; months add up to the quarter', async () => {
  set(
    'everybody,2026-Q4,"9,000,000",USD',
    'Dana Li,2026-10,500k,',
    'Dana Li,2026-11,500k,USD',
    'Dana Li,2026-12-01..2026-12-31,1m,usd',
    'Sales,2026-Q4,5m,USD',
    'Sales EMEA,2026-Q4,3m,USD',
    'everybody,2026-11,4m,USD',
  );
  const target = async (input: object) => (await ask(tool, { ...input })).rows.map((row) => row.target);
  expect(await target({})).toEqual(['9000000']);
  expect(await target({ owner: 'me' })).toEqual(['2000000']);
  expect(await target({ owner: 'Dana Li', by: 'month' })).toEqual(['500000', '500000', '1000000', '2000000']);
  expect(await target({ pipeline: 'Sales' })).toEqual(['5000000']);
  expect(await target({ during: '2026-11' })).toEqual(['4000000']);
  expect(await target({ by: 'month' })).toEqual(['', '4000000', '', '9000000']);
  const owners = (await ask(tool, { by: 'owner' })).rows;
  expect(owners.find(({ owner }) => owner === 'Dana Li')?.target).toBe('2000000');
  expect(owners.at(-1)?.target).toBe('9000000');
  const teams = (await ask(tool, { by: 'team' })).rows;
  expect(teams.find(({ team }) => team === 'Sales EMEA')?.target).toBe('3000000');
  const pipelines = (await ask(tool, { by: 'pipeline' })).rows;
  expect(pipelines.find(({ pipeline }) => pipeline === 'Sales')?.gap).toBe(
    String(cents(5_000_000 - (byPipeline.get('Sales')?.won ?? 0))),
  );
});

test.each<[string, object, RegExp]>([
  ['other people', { owner: 'Jane Park' }, /^No target that is set up fits\.$/m],
  [
    'another period',
    { during: '2026-12' },
    /^No target that is set up is for everybody in this period; by=owner, pipeline or team compares others\.$/m,
  ],
  ['a period of which a month is missing', { owner: 'Jane Smith' }, /^No target that is set up fits\.$/m],
  [
    'a whole of which some months are missing',
    { owner: 'Jane Smith', during: '2026-09..2026-10-15', by: 'month' },
    /fits/,
  ],
  ['part of a pipeline', { owner: 'me', pipeline: 'Sales' }, /are not compared: they are for more deals/],
  ['deals with a condition', { filters: ['priority: High'] }, /are not compared: they are for more deals/],
  ['all but somebody', { owner: '!Dana Li' }, /are not compared: they are for more deals/],
  ['teams without some of their members', { by: 'team', owner: 'me' }, /^Targets by team are not compared/m],
])('a target of the file is never compared with %s', async (_, input, said) => {
  set(
    'everybody,2026-Q4,9m,USD',
    'Dana Li,2026-Q3,1m,USD',
    'Sales,2026-Q4,5m,USD',
    'Sales Americas,2026-Q4,1m,USD',
    'Jane Smith,2026-10,1m,USD',
    'Jane Smith,2026-11,1m,USD',
  );
  const { rows, notes } = await ask(tool, { ...input });
  expect(rows.every(({ target = '' }) => target === '')).toBe(true);
  expect(notes.join('\n')).toMatch(said);
});

test('the argument counts instead of the file, and "none" does without both', async () => {
  set('everybody,2026-Q4,9m,USD', 'Nobody At All,2026-Q4,9m,USD');
  expect((await ask(tool, { target: '7m USD' })).rows[0]?.target).toBe('7000000');
  const without = await ask(tool, { target: 'none' });
  expect(without.columns).not.toContain('target');
  expect(without.notes.join('\n')).not.toMatch(/target/i);
});

test.each<[string, readonly string[], RegExp]>([
  [
    'an unknown name',
    ['Dana Lee,2026-Q4,1m,USD'],
    /^unknown_name: .*line 2: There is no user, team or pipeline "Dana Lee"\. Nearest: Dana Li/,
  ],
  [
    'a name of two people',
    ['Jane,2026-Q4,1m,USD'],
    /line 2: There is no user, team or pipeline "Jane"\. Nearest: Jane Park, Jane Smith/,
  ],
  [
    'me, who is another one for each',
    ['me,2026-Q4,1m,USD'],
    /line 2: There is no user, team or pipeline "me"/,
  ],
  [
    'a period that moves',
    ['Dana Li,this-quarter,1m,USD'],
    /^invalid_input: .*line 2: the period "this-quarter" is not a fixed one/,
  ],
  ['a period that is none', ['Dana Li,2026-Q5,1m,USD'], /line 2: "2026-Q5" is not a date/],
  ['an amount that is none', ['Dana Li,2026-Q4,a lot,USD'], /line 2: "a lot" is not a number/],
  ['an amount of nothing', ['Dana Li,2026-Q4,0,USD'], /line 2: The target "0" must be more than 0/],
  [
    'an amount that can be read in two ways',
    ['Dana Li,2026-Q4,1.500,USD'],
    /line 2: "1\.500" can be read in two ways/,
  ],
  [
    'no currency of this world',
    ['Dana Li,2026-Q4,1m,moon'],
    /line 2: the currency "moon" is not a code such as USD/,
  ],
  [
    'two currencies',
    ['Dana Li,2026-Q4,$1m,EUR', 'Dana Li,2026-Q4,€1m,USD'],
    /line 3: the amount "€1m" is not in USD/,
  ],
  [
    'a target twice',
    ['Dana Li,2026-Q4,1m,USD', 'dana li,2026-Q4,2m,'],
    /line 3: the target of line 2 is given a second time/,
  ],
  ['a missing cell', ['Dana Li,2026-Q4'], /line 2 has no amount/],
  [
    'too many cells',
    ['Dana Li,2026-Q4,1,000,USD'],
    /line 2 has 5 cells under 4 columns; put values with "," in quotes/,
  ],
  ['an open quotation mark', ['"Dana Li,2026-Q4,1m,USD'], /line 2 has a quotation mark that is not closed/],
])('a line of the file with %s is told with its number', async (_, lines, said) => {
  set(...lines);
  const text = await error(tool);
  expect(text).toMatch(said);
  expect(text).toMatch(/Ask the user to correct them, or give target \("none" to do without\)\.$/);
});

test('a period of the file with an end that moves is none', async () => {
  set('Dana Li,2026-01-01..today,1m,USD');
  expect(await error(tool)).toContain('line 2: the period "2026-01-01..today" is not a fixed one');
});

test('targets of one person in two currencies are two', async () => {
  const { rows } = await ask(tool, { owner: 'me', target: ['2m USD', '1m EUR'] });
  expect(rows.map(({ currency, target }) => `${target} ${currency}`)).toEqual([
    '2000000 USD',
    '1000000 EUR',
    ' GBP',
  ]);
});

test('of many bad lines five are told, and how many there are', async () => {
  set(...Array.from({ length: 9 }, (_, at) => `Nobody ${at},2026-Q4,1m,USD`));
  const text = await error(tool);
  expect(text.match(/line \d+:/g)).toHaveLength(5);
  expect(text).toContain('; and 4 more problems. Ask the user');
});

test.each([
  ['JSON', '\uFEFF[{"who": "everybody", "period": "2026-Q4", "amount": 9000000, "currency": "USD"}]'],
  [
    'semicolons, quotes, comments and another order',
    '\uFEFF# plan\r\n\r\nAmount;"who";period\r\n"9,000,000 USD";"everybody";2026-Q4\r\n',
  ],
  ['tabs', 'who\tperiod\tamount\neverybody\t2026-10-01..2026-12-31\tUSD 9m\n'],
])('the file as %s', async (_, text) => {
  file = text;
  expect((await ask(tool)).rows[0]?.target).toBe('9000000');
});

test.each([
  ['{"who": "everybody"}', /it is not a JSON array of targets/],
  [
    '[{"who": "everybody", "period": "2026-Q4", "amount": 1, "quota": 2}]',
    /entry 1 has an unknown member "quota"/,
  ],
  ['["everybody"]', /entry 1 is not an object/],
  ['name,quota\nDana Li,5', /line 1 must name the columns: who,period,amount,currency/],
  [`who,period,amount\n${'everybody,2026-Q4,1\n'.repeat(2_001)}`, /it has 2001 targets, and may have 2000/],
])('a file that is none: %j', async (text, said) => {
  file = text;
  expect(await error(tool)).toMatch(said);
});

test('an empty file has no targets', async () => {
  file = '\n';
  expect((await ask(tool)).notes).toContain('No target is set up.');
});

test.each<[unknown, RegExp]>([
  ['a lot', /"a lot" has no amount: write e\.g\. "250000 USD" for all, or "Dana Li: 100k"/],
  ['Dana Lee: 5k', /^unknown_name: There is no user, team or pipeline "Dana Lee"\. Nearest: Dana Li\./],
  ['Jane: 5k', /"Jane" matches several users/],
  ['10k..20k', /is not one amount/],
  ['kr 500', /^invalid_input: "kr 500" is not a number or range; write 250000 USD or 100k EUR\.$/],
  ['250.000', /"250\.000" can be read in two ways; write 250000 USD or 100k EUR\.$/],
  ['-5k USD', /must be more than 0/],
  ['5 USD EUR', /is not one amount|is not a number/],
  [
    ['Sales: 5k', 'Dana Li: 3k'],
    /does not fit targets by pipeline\. Ask by=pipeline or owner, in one call each\./,
  ],
])('a target that is not understood: %j', async (target, said) => {
  file = undefined;
  expect(await error(tool, { target })).toMatch(said);
});

test('a target that does not go with the grouping is refused, not left out', async () => {
  expect(await error(tool, { target: 'Dana Li: 3k', by: 'month' })).toMatch(
    /The target of Dana Li does not fit by=month/,
  );
});

test('a forecast needs two ends', async () => {
  expect(await error(tool, { during: '2026-10-01..' })).toMatch(/needs a first and a last day/);
});
