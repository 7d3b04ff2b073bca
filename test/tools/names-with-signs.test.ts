import { describe, expect, test } from 'vitest';
import { deal, onReplies } from '../answer/given-replies.ts';

/** Names that end in, or contain, what ends our own sentences and clauses, or surrounds tools. */
const signs = [
  'Bob & Cole, Inc.',
  'Who?',
  'Yes!',
  'A; B',
  'Web; Fair. Other!',
  '{list_users}',
  'C#.',
  '...',
  '!',
  'St. Ives (Ltd.)',
  'x {y} z?',
];

const field = (options: readonly string[]) => ({
  id: 70,
  name: 'Where?',
  data_type: 'Dropdown',
  available_on: ['opportunity'],
  options: options.map((name, at) => ({ id: 700 + at, name, rank: at })),
});

describe('what was understood shows names as they are', () => {
  test.each(signs)('%s', async (name) => {
    const { call } = await onReplies({
      '/customer_sources': {
        json: [
          { id: 5, name },
          { id: 6, name: 'Elsewhere' },
        ],
      },
      '/custom_field_definitions': { json: [field([name, 'Elsewhere'])] },
      '/opportunities/search': { rows: [deal(1, { customer_source_id: 6, custom_fields: [] })] },
    });
    const ask = async (filter: string) => {
      const filters = [{ name: filter, value: `!${name}` }];
      return [
        (await call('search_opportunities', { filters, limit: 0 })).text,
        (await call('summarize', { what: 'opportunities', by: 'owner', filters })).text,
      ];
    };
    for (const text of [...(await ask('source')), ...(await ask('Where?'))]) {
      expect(text).not.toMatch(/[\uE000-\uF8FF]/);
      expect(text).toContain('all but ');
      expect(text.replaceAll('\\"', '"')).toContain(name);
    }
  });
});

describe('spaces around and in names are not part of how they are given back', () => {
  test.each([
    ['Sales ', 'Review'],
    [' Sales', 'Review '],
    ['Sales  East', ' Review'],
    ['Sales\t', 'In  Review'],
    ['  Sales  ', '  In Review  '],
    ['Sales\u00a0', 'Review'],
    ['Sales', 'Review\u00a0'],
    ['Sales\n', 'Review\r\n'],
    ['Sales\u200b', 'Review'],
    ['\u3000Sales', 'Review'],
  ])('stage %j, %j', async (pipeline, stage) => {
    const pipelines = [
      { id: 10, name: pipeline, is_revenue: true, stages: [{ id: 101, name: stage }] },
      { id: 20, name: 'Other', is_revenue: true, stages: [{ id: 201, name: stage }] },
    ];
    const rows = [deal(1), deal(2, { pipeline_id: 20, pipeline_stage_id: 201 })];
    const { lines, call, sent } = await onReplies({
      '/pipelines': { json: pipelines },
      '/opportunities/search': { rows },
    });
    const [, , printed = ''] = await lines('search_opportunities', { fields: ['stage'] });
    const { isError, text } = await call('search_opportunities', { stage: printed });
    expect(isError, text).toBe(false);
    expect(sent('/opportunities/search').at(-1)).toMatchObject({ pipeline_stage_ids: [101] });
  });

  test.each([
    ['Kim Lee', 'Kim Lee '],
    ['Kim Lee', 'Kim  Lee'],
    ['Kim\tLee', 'Kim Lee'],
    ['Kim Lee', ' Kim Lee'],
    ['Kim Lee\u200b', 'Kim Lee'],
    ['Kim\u00a0Lee', 'Kim Lee'],
    ['Kim Lee', 'Kim Lee\n'],
    ['Kim\u2003Lee', 'Kim Lee'],
    ['Kim \u200b Lee', 'Kim Lee'],
    ['Kim\r\nLee', 'Kim Lee'],
  ])('owners %j and %j are told apart', async (one, other) => {
    const { lines, call, sent } = await onReplies({
      '/users/search': {
        rows: [
          { id: 1, name: one, email: 'a@x.example' },
          { id: 2, name: other, email: 'b@x.example' },
        ],
      },
      '/opportunities/search': { rows: [deal(1), deal(2, { assignee_id: 2 })] },
    });
    const [, , first = '', second = ''] = await lines('search_opportunities', { fields: ['owner'] });
    expect(first).not.toBe(second);
    for (const [at, owner] of [first, second].entries()) {
      expect((await call('search_opportunities', { owner })).isError).toBe(false);
      expect(sent('/opportunities/search').at(-1)).toMatchObject({ assignee_ids: [at + 1] });
    }
  });
});

describe('tags are known also where Copper lists them with their counts', () => {
  test.each([
    ['vip', ['vip']],
    ['VIP', ['vip']],
    ['churn risk', ['churn-risk']],
    ['beta', ['beta']],
    ['Año', ['Año']],
    ['!vip', undefined],
    ['all:vip,beta', ['vip']],
    ['none', undefined],
    ['any', undefined],
    ['C++', ['C++']],
  ])('%s', async (tags, sends) => {
    const names = ['vip', 'churn-risk', 'beta', 'Año', 'C++'];
    const { call, sent } = await onReplies({
      '/tags': { json: names.map((name) => ({ name, count: 1 })) },
      '/opportunities/search': { rows: [deal(1, { tags: ['vip'] })] },
    });
    const { isError, text } = await call('search_opportunities', { tags });
    expect(isError, text).toBe(false);
    const [body] = sent('/opportunities/search');
    expect(Object(body).tags).toEqual(sends);
  });
});

describe('what a text stands for is said in words that are true of what is excluded, too', () => {
  test.each([
    [{ stage: '!Negotiation' }, 'stage "Negotiation" exists in Sales and Enterprise; it stands for both.'],
    [{ stage: 'not negotiation' }, 'exists in Sales and Enterprise; it stands for both.'],
    [{ stage: 'Negotiation' }, 'exists in Sales and Enterprise; it stands for both.'],
    [{ stage: ['Negotiation', '!Negotiation (Sales)'] }, 'it stands for both.'],
    [
      { filters: [{ name: 'Where?', value: '!ZÜRICH' }] },
      'stands for 2 options of Where?: Zürich (700), zürich (701).',
    ],
    [
      { filters: [{ name: 'Where?', value: 'ZURICH' }] },
      'stands for 2 options of Where?: Zürich (700), zürich (701).',
    ],
    [{ company: '!Acm' }, 'stands for 2 companies: Acme (company 5), Acme Foods (company 6).'],
    [{ company: 'Acm' }, 'stands for 2 companies: Acme (company 5), Acme Foods (company 6).'],
    [{ company: ['!acm'] }, 'stands for 2 companies: Acme (company 5), Acme Foods (company 6).'],
    [{ company: '!=Acm' }, 'stands for 2 companies'],
  ])('%j: %s', async (input, note) => {
    const stages = (first: number) =>
      ['Negotiation', 'Proposal'].map((name, at) => ({ id: first + at, name, win_probability: 50 }));
    const { call } = await onReplies({
      '/pipelines': {
        json: [
          { id: 10, name: 'Sales', is_revenue: true, stages: stages(101) },
          { id: 20, name: 'Enterprise', is_revenue: true, stages: stages(201) },
        ],
      },
      '/custom_field_definitions': { json: [field(['Zürich', 'zürich'])] },
      '/companies/search': {
        rows: [
          { id: 5, name: 'Acme' },
          { id: 6, name: 'Acme Foods' },
        ],
      },
      '/opportunities/search': { rows: [deal(1, { company_id: 9, custom_fields: [] })] },
    });
    const { text } = await call('search_opportunities', input);
    expect(text).toContain(note);
    expect(text).not.toMatch(/were searched|all included/);
  });
});

test.each([
  ['=Zork', 'name was read as exactly "Zork"; a name that begins with "=" is written "==Zork".'],
  [
    '= Zork & Co',
    'name was read as exactly "Zork & Co"; a name that begins with "=" is written "==Zork & Co".',
  ],
])('name "%s", which nothing has: how it was read, and how the sign is written', async (name, said) => {
  for (const kind of ['companies', 'opportunities', 'leads', 'people']) {
    const { call } = await onReplies({ [`/${kind}/search`]: { rows: [] } });
    expect((await call(`search_${kind}`, { name })).text).toContain(said);
  }
});
