import fc from 'fast-check';

/** One of these. */
export const one = (...values: readonly unknown[]): fc.Arbitrary<unknown> => fc.constantFrom(...values);
/** One to three of it. */
export const some = <T>(item: fc.Arbitrary<T>) => fc.array(item, { minLength: 1, maxLength: 3 });

const email = fc
  .tuple(fc.stringMatching(/^[a-z]{1,9}$/), one('globex.example', 'mail.example'))
  .map((parts) => parts.join('@'));
/** Any text a person may type. */
export const word = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .filter((text) => /^[^=\s]/.test(text));
const day = fc
  .date({ min: new Date('1971-01-01'), max: new Date('2037-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const period = one(
  'today',
  'yesterday',
  'now',
  'this-week',
  'last-month',
  'next-quarter',
  'this-year',
  '-30d',
  '+2w',
  '2026-11',
  '2026',
  '2026-q3',
);
/** A day or a range of days, as people write them. */
export const days = fc.oneof(
  day,
  period,
  period.map((from) => `${from}..`),
  fc.tuple(day, day).map((ends) => ends.sort().join('..')),
);
const ends = (number: fc.Arbitrary<number>) =>
  fc.oneof(
    number.map(String),
    number.map((from) => `${from}..`),
    number.map((to) => `..${to}`),
    fc.tuple(number, number).map((both) => both.sort((a, b) => a - b).join('..')),
  );
const amounts = ends(
  fc.oneof(
    fc.nat(1_000_000),
    fc.nat(100_000_000).map((cents) => cents / 100),
  ),
);
/** A range of small whole numbers. */
export const counts = ends(fc.nat(500));
const ids = some(fc.nat(10_000_000));
const users = one('Dana Li', 'me', 'park', 'jane.smith@example.com', '137658', 'Zoë Müller');
const owners = fc.oneof(users, one('none'), some(fc.oneof(users, one('none'))));
const companies = fc.oneof(one('Globex', 'none', 'Hooli', '9607580'), some(one('Initech', '9607580')));
const people = one('Petra Osei', 'Leila Weber', '8900001');

/** Values by the name of an input or a filter, where that name means the same in all tools. */
const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  name: fc.oneof(
    word,
    word.map((text) => `=${text}x`),
  ),
  phrase: word,
  owner: owners,
  who: fc.oneof(users, some(users)),
  assignee_ids: owners,
  pipeline: one('Sales', 'Enterprise', '213230'),
  stage: one('Negotiation', 'nego', '987790', ['987790', 'Setup']),
  closes: days,
  created: days,
  due: days,
  date: days,
  since: one('2026-11-01', '2026-11-20T14:02', '-3d', 'yesterday', 'last-working-day'),
  last_contact: days,
  value: amounts,
  win_probability: ends(fc.nat(100)),
  interaction_count: counts,
  priority: one('High', ['Low', 'none']),
  priorities: one('High', ['Low', 'none']),
  source: fc.oneof(one('Referral', 'none', 'cold'), some(one('331240', 'Website'))),
  customer_source_ids: one('Referral', 'none', ['Email', 'none']),
  loss_reason_ids: one('Price', 'none', ['Timing', 'No budget']),
  contact_type: one('Partner', ['Other', 'Partner']),
  contact_type_ids: one('Partner', ['Other', 'Partner']),
  primary_contact_ids: people,
  opportunity_ids: one('8 New Copy Machines', '2827698'),
  ids,
  type: one('Note', 'meeting', '0', 'system:1', ['Demo', 'Phone Call']),
  on: one('company Globex', 'person 8900001', 'lead 8900001', 'opportunity 8 New Copy Machines'),
  related: one('company Globex', 'person 8900001', 'lead 8900001', 'project 144384'),
  email,
  emails: fc.oneof(email, some(email)),
  socials: some(word),
  tags: some(one('vip', 'newsletter', 'CAFÉ')),
  email_domains: some(word),
  phone_numbers: some(one('415-555-1848', '7967')),
  phone_number: one('415-555-1848', '7967'),
  followed: fc.boolean(),
  include_converted_leads: fc.boolean(),
  full_result: fc.boolean(),
  age: fc.nat(100_000_000),
  sort_by: one('activity_date', 'id'),
  sort_direction: one('asc', 'desc'),
};

const ofTool: Readonly<Record<string, Readonly<Record<string, fc.Arbitrary<unknown>>>>> = {
  search_opportunities: { status: one('Open', ['won', 'Lost'], 'abandoned'), company: companies },
  search_people: { company: companies },
  search_tasks: { status: one('Open', ['completed']) },
  search_leads: { status: one('New', ['Qualified', 'contacted']), company: word },
};

/** Values that an input or a filter of a tool takes. */
export function valuesOf(tool: string, name: string): fc.Arbitrary<unknown> {
  const known = ofTool[tool]?.[name] ?? values[name];
  if (known !== undefined) return known;
  if (/^(minimum|maximum)_/.test(name))
    return /date/.test(name) ? fc.oneof(day, one('today', 'now')) : fc.nat(100);
  return name === 'close_date' ? day : word;
}
