import { expect, test } from 'vitest';
import { openTestClient } from './test-client.ts';

const client = await openTestClient();
type Input = Record<string, unknown>;
const filter = (name: string, value: string): Input => ({ filters: [{ name, value }] });
const only = async (tool: string, input: Input) => {
  const { text, isError } = await client.call(tool, { ...input, limit: 0 });
  if (isError) throw new Error(text);
  return Number(/: (\d+) match/.exec(text)?.[1] ?? 0);
};

/** What is left out and what is left are all there is, and neither is empty. */
test.each<[string, Input, Input]>([
  ['search_opportunities', { status: 'Lost' }, { status: '!Lost' }],
  ['search_opportunities', { status: ['Open', 'Abandoned'] }, { status: ['!Open', 'not Abandoned'] }],
  ['search_opportunities', { status: 'Done' }, { status: '<>Done' }],
  ['search_opportunities', { pipeline: 'Enterprise' }, { pipeline: '≠Enterprise' }],
  ['search_opportunities', { stage: 'Negotiation' }, { stage: '!=negotiation' }],
  ['search_opportunities', { stage: 'Negotiation (Sales)' }, { stage: '!Negotiation (Sales)' }],
  ['search_opportunities', { owner: ['Jane Park', 'Jane Smith'] }, { owner: ['-Jane Park', '! Jane Smith'] }],
  ['search_opportunities', { owner: 'none' }, { owner: '!none' }],
  ['search_opportunities', { owner: 'me' }, { owner: 'not me' }],
  ['search_opportunities', { company: 'none' }, { company: 'any' }],
  ['search_opportunities', { company: 'Globex' }, { company: '!Globex' }],
  ['search_opportunities', { company: 'Globex' }, { company: 'not Globex' }],
  ['search_opportunities', { company: 'Acme Foods' }, { company: 'NOT acme foods' }],
  ['search_opportunities', { company: 'none' }, { company: 'not none' }],
  ['search_people', { owner: 'me', company: 'none' }, { owner: 'me', company: 'not none' }],
  ['search_opportunities', { tags: 'vip' }, { tags: 'not vip' }],
  ['search_opportunities', { tags: 'none' }, { tags: '!none' }],
  ['search_opportunities', { value: '20000..50000' }, { value: '!20000..50000' }],
  ['search_opportunities', { closes: 'this-quarter' }, { closes: 'not this-quarter' }],
  ['search_opportunities', { created: '2026-10' }, { created: '!2026-10' }],
  ['search_opportunities', filter('source', 'Referral'), filter('source', '-Referral')],
  ['search_opportunities', filter('loss_reason', 'Price'), filter('loss_reason', '!Price')],
  ['search_opportunities', filter('priority', 'None'), filter('priority', '!None')],
  ['search_opportunities', filter('priority', 'High'), filter('priority', 'not high')],
  ['search_opportunities', filter('Region', 'APAC'), filter('Region', 'not APAC')],
  [
    'search_opportunities',
    filter('Products', '["Platform","Training"]'),
    filter('Products', '["!Platform","!Training"]'),
  ],
  ['search_opportunities', filter('Legal approved', 'yes'), filter('Legal approved', '!yes')],
  ['search_opportunities', filter('Seats', '10..100'), filter('Seats', '!10..100')],
  ['search_opportunities', filter('Renewal date', '2027'), filter('Renewal date', '!2027')],
  ['search_leads', { status: 'New' }, { status: '!New' }],
  ['search_leads', { source: 'Website' }, { source: 'not Website' }],
  ['search_leads', filter('Industry', 'Retail'), filter('Industry', '!Retail')],
  ['search_people', { owner: 'Zoë Müller' }, { owner: '!Zoe Muller' }],
  [
    'search_people',
    { owner: 'Dana Li', ...filter('type', 'Partner') },
    { owner: 'Dana Li', ...filter('type', '!Partner') },
  ],
  ['search_people', { owner: 'me', company: 'any' }, { owner: 'me', company: '!any' }],
  ['search_people', { owner: 'me', title: 'CFO' }, { owner: 'me', title: '!=CFO' }],
  ['search_companies', { contact_type: 'Current Customer' }, { contact_type: '!Current Customer' }],
  ['search_companies', { name: 'Globex' }, { name: '!Globex' }],
  ['search_tasks', { status: 'Completed' }, { status: '-Completed' }],
  ['search_tasks', { priority: 'None' }, { priority: '!none' }],
  ['search_tasks', { due: '2026-11' }, { due: 'not 2026-11' }],
  ['search_activities', { type: 'Meeting', date: '-7d..' }, { type: '!Meeting', date: '-7d..' }],
])('%s: %j and %j are everything', async (tool, given, excluded) => {
  const all = Object.fromEntries(
    Object.entries(given).filter(([name, value]) => name in excluded && excluded[name] === value),
  );
  const counts = [await only(tool, given), await only(tool, excluded)];
  expect(Math.min(...counts)).toBeGreaterThan(0);
  expect(counts.reduce((sum, count) => sum + count)).toBe(await only(tool, all));
});

test.each<[string, Input, string]>([
  ['search_opportunities', { status: '~Won' }, 'status cannot be "~Won"'],
  ['search_opportunities', { status: '^Open' }, '"Not" is written "!"'],
  ['search_opportunities', { stage: '*Negotiation' }, 'There is no stage "*Negotiation"'],
  ['search_opportunities', { owner: '~Dana Li' }, '"Not" is written "!" in front of a name.'],
  ['search_opportunities', { owner: '!Dena Lo' }, 'There is no owner "Dena Lo"'],
  ['search_opportunities', { tags: '!no-such-tag' }, 'There is no tag "no-such-tag"'],
  ['search_opportunities', { status: ['Won', '!Won'] }, 'excludes everything'],
  ['search_opportunities', { owner: ['Dana Li', '!Dana Li'] }, 'excludes everything'],
  ['search_opportunities', { owner: 'all:Dana Li,Jane Park' }, 'only one owner'],
  ['search_opportunities', filter('Region', '!EMEAA'), 'has no option "EMEAA"'],
  ['search_companies', { last_contact: '!-30d..' }, 'last_contact takes no "not"'],
  ['search_leads', { status: 'all:New' }, 'only one status'],
])('%s refuses %j: %s', async (tool, input, text) => {
  expect(await client.error(tool, input)).toContain(text);
});

test('a list with both kinds is what it names without what it excludes', async () => {
  const named = await client.ids('search_opportunities', {
    owner: ['Dana Li', 'Jane Park'],
    tags: ['vip', 'beta', '!churn-risk'],
  });
  const { world } = client;
  const owners = [137_658, 137_669];
  const expected = world.opportunities.filter(
    ({ assignee_id: owner, tags }) =>
      owner !== null &&
      owners.includes(owner) &&
      tags.some((tag) => ['vip', 'beta'].includes(tag)) &&
      !tags.includes('churn-risk'),
  );
  expect(named).toEqual(expected.map(({ id }) => id).sort((a, b) => a - b));
});

test('all of several tags, by prefix and by two filters; of options, too', async () => {
  const { world } = client;
  const pairs = new Map<string, number[]>();
  for (const { id, tags } of world.people)
    for (const one of tags)
      for (const other of tags)
        if (one < other) pairs.set(`${one},${other}`, [...(pairs.get(`${one},${other}`) ?? []), id]);
  const [pair = '', expected = []] = [...pairs].sort(([, a], [, b]) => b.length - a.length)[0] ?? [];
  const [one = '', other = ''] = pair.split(',');
  const wanted = expected.sort((a, b) => a - b);
  expect(wanted.length).toBeGreaterThan(0);
  expect(await client.ids('search_people', { tags: `all:${pair}` })).toEqual(wanted);
  expect(await client.ids('search_people', { tags: one, ...filter('tags', other) })).toEqual(wanted);
  const filters = [one, other].map((value) => ({ name: 'tags', value }));
  expect(await client.ids('search_people', { filters })).toEqual(wanted);
  const products = [1, 2].map(
    (at) => world.customFields.find(({ name }) => name === 'Products')?.options?.[at],
  );
  const all = `all:${products.map((option) => option?.name).join(',')}`;
  const both = world.opportunities.filter(({ custom_fields: fields }) =>
    fields.some(
      ({ value }) => Array.isArray(value) && products.every((option) => value.includes(option?.id ?? 0)),
    ),
  );
  expect(await client.ids('search_opportunities', filter('Products', all))).toEqual(
    both.map(({ id }) => id).sort((a, b) => a - b),
  );
});

test.each<[string, Input, RegExp]>([
  ['summarize', { what: 'opportunities', by: 'status', status: '!Lost' }, /^Lost\t/m],
  ['summarize', { what: 'tasks', by: 'status', status: 'not completed' }, /^Completed\t/m],
  [
    'summarize',
    { what: 'leads', by: 'source', filters: [{ name: 'source', value: '!Website' }] },
    /^Website\t/m,
  ],
  ['deals_needing_attention', { owner: '!Dana Li', limit: 100 }, /\tDana Li\t/],
  ['pipeline_changes', { changes: '!created', during: '-30d' }, /^created\t|\tcreated\t/m],
  ['pipeline_changes', { pipeline: '!Sales', during: '-30d', by: 'pipeline' }, /^Sales\t/m],
  ['deals_needing_attention', { reasons: 'not overdue', limit: 100 }, /\toverdue \d/],
])('reports exclude as well: %s %j', async (tool, input, excluded) => {
  const { text } = await client.call(tool, input);
  expect(text).not.toMatch(excluded);
  expect(text.split('\n').length).toBeGreaterThan(3);
});

/** What is left out by naming all the others is said: values that the account no longer lists are not among them. */
test.each<[string, Input, string]>([
  ['search_opportunities', { owner: '!Dana Li' }, 'owner not Dana Li: every other owner'],
  ['search_opportunities', { owner: 'any' }, 'any owner: every other owner'],
  ['search_opportunities', { pipeline: '!Sales' }, 'pipeline not Sales: every other pipeline'],
  ['search_opportunities', { pipeline: ['!Sales', 'not Enterprise'] }, 'pipeline not Sales, Enterprise:'],
  ['search_opportunities', { stage: '!Kickoff' }, 'stage not Kickoff (Onboarding): every other stage'],
  [
    'search_opportunities',
    { stage: '-Negotiation', pipeline: 'Sales' },
    'stage not Negotiation: every other',
  ],
  [
    'search_opportunities',
    { stage: '!Negotiation (Sales)' },
    'stage not Negotiation (Sales): every other stage',
  ],
  [
    'search_opportunities',
    { stage: 'not Negotiation' },
    'stage not Negotiation (Sales), Negotiation (Enterprise): every other stage',
  ],
  ['search_opportunities', filter('source', '!Email'), 'source not Email: every other source'],
  ['search_opportunities', filter('loss_reason', '!Price'), 'loss reason not Price: every other'],
  ['search_leads', { status: '!New' }, 'status not New: every other status'],
  ['search_leads', { source: 'not Email' }, 'source not Email: every other source'],
  ['search_people', { owner: '!me' }, 'owner not Dana Li: every other owner'],
])('%s %j says what it searched', async (tool, input, note) => {
  const { text } = await client.call(tool, { ...input, limit: 0 });
  expect(text).toContain(`note: ${note}`);
  expect(text).toContain('those with one that is not listed are not.');
});

/** How "not", "none", "any" and all-of were read stands in the head line. */
test.each<[string, Input, string]>([
  ['search_opportunities', { value: 'none' }, '(no value)'],
  ['search_opportunities', { value: '!none' }, '(value any)'],
  ['search_opportunities', { closes: 'any' }, '(closes any)'],
  ['search_opportunities', { stage: 'none' }, '(no stage)'],
  ['search_opportunities', { stage: '!Negotiation (Sales)' }, '(stage all but Negotiation (Sales))'],
  ['search_opportunities', filter('Next step', '!Call the CFO'), '(Next step not Call the CFO)'],
  ['search_opportunities', filter('Partner', 'none'), '(no Partner)'],
  ['search_opportunities', filter('win_probability', 'not 50'), '(win_probability not 50)'],
  ['search_opportunities', { tags: 'all:vip,!beta' }, '(tags vip but not beta)'],
  [
    'search_opportunities',
    filter('Products', 'all:Platform,!Training'),
    '(Products Platform but not Training)',
  ],
  ['search_companies', { city: 'none' }, '(no city)'],
  ['search_companies', { city: '!Boston' }, '(city not Boston)'],
  ['search_leads', { company: 'none' }, '(no company; converted leads left out)'],
  ['search_leads', {}, '(converted leads left out)'],
  ['search_tasks', { related: 'any' }, '(related any)'],
])('%s %j is understood as %s', async (tool, input, understood) => {
  expect((await client.call(tool, { ...input, limit: 0 })).text).toContain(`match ${understood} (limit=0`);
});

test.each([
  ['!all:vip,beta', '"!" excludes one value'],
  ['not all:vip', '"all:" may contain it'],
  ['all:vip,none', 'There is no tag "none"'],
])('tags %s is refused: %s', async (tags, text) => {
  expect(await client.error('search_opportunities', { tags })).toContain(text);
});

test.each(['nobody', 'unassigned', 'No one', 'null', 'empty'])(
  'owner %s names the word for it',
  async (owner) => {
    expect(await client.error('search_opportunities', { owner })).toContain(
      'Records without an owner are found by "none".',
    );
  },
);
