import { describe, expect, test } from 'vitest';
import { isObject, type JsonObject } from '../../src/tool/json.ts';
import { openGivenAccount } from './given-account.ts';

/** Names that are spelled like a form of ours. */
const names = [
  'id 10',
  'ID 10',
  'company 10',
  'Company id 10',
  'Acme (company 10)',
  '=Web',
  '==',
  '!Web',
  '!=Web',
  'not Web',
  '-Web',
  'all:Web',
  'all:Web,Acme',
  'none',
  '(none)',
  'any',
  '10',
];

/** The records that a search by name or ids finds, as Copper does. */
function searchOf(rows: readonly JsonObject[]) {
  return ({ name, ids }: JsonObject) => {
    const called = (row: JsonObject) => String(row.name).toLowerCase();
    if (Array.isArray(ids)) return rows.filter(({ id }) => ids.includes(id ?? null));
    if (isObject(name)) return rows.filter((row) => called(row).includes(String(name.value).toLowerCase()));
    return rows.filter((row) => called(row) === String(name).toLowerCase());
  };
}

const others = [
  { id: 10, name: 'Acme' },
  { id: 79, name: 'Web' },
];
const person = { id: 1, name: 'Ann Bell' };
const deal = { id: 1, name: 'Deal', customer_source_id: null, tags: [], custom_fields: [] };

/** A Copper where everything is called by one of these names, and perhaps by what the form means. */
function account(name: string, withOthers: boolean) {
  const all = [{ id: 77, name }, ...(withOthers ? others : [{ id: 80, name: 'Other' }])];
  const options = all.map((one, rank) => ({ ...one, rank }));
  const field = { available_on: ['opportunity'], options };
  return openGivenAccount({
    'POST /companies/search': searchOf(all),
    'POST /people/search': [person],
    'POST /opportunities/search': [deal],
    'GET /customer_sources': all,
    'GET /tags': all.map((one) => ({ name: one.name, count: 1 })),
    'POST /users/search': all.map((one) => ({ ...one, email: `user${one.id}@x.example` })),
    'GET /custom_field_definitions': [
      { id: 30, name: 'Level', data_type: 'Dropdown', ...field },
      { id: 31, name: 'Teams', data_type: 'MultiSelect', ...field },
    ],
  });
}

const filter = (name: string) => (value: string) => ({ filters: [{ name, value }] });

/** Inputs, and where a request has what was understood. */
const lists: readonly [string, (text: string) => JsonObject, (body: JsonObject) => unknown, unknown][] = [
  ['source', filter('source'), ({ customer_source_ids: ids }) => ids, [77]],
  ['owner', (owner) => ({ owner }), ({ assignee_ids: ids }) => ids, [77]],
  ['an option', filter('Level'), ({ custom_fields: fields }) => fields, [{ value: [77] }]],
  ['one of several options', filter('Teams'), ({ custom_fields: fields }) => fields, [{ value: [77] }]],
  ['tags', (tags) => ({ tags: [tags] }), ({ tags }) => tags, undefined],
];

describe.each(names)('what is called %s', (name) => {
  test.each(lists)(
    'as %s: a name as it is spelled is meant, and is said where a form of ours is',
    async (of, input, sent, expected) => {
      for (const withOthers of [false, true]) {
        const client = await account(name, withOthers);
        const { text, isError } = await client.call('search_opportunities', { ...input(name), limit: 0 });
        const body = client.bodies('/opportunities/search')[0];
        if (isError) {
          expect([withOthers, text]).toEqual([true, expect.stringContaining('is both a name')]);
          continue;
        }
        const wanted = expected ?? [name];
        expect([of, sent(body ?? {})]).toMatchObject([of, wanted]);
        const couldBeOther =
          withOthers &&
          (/^(?:id 10|ID 10|10)$/.test(name)
            ? of !== 'tags'
            : name === '=Web' && ['source', 'owner'].includes(of));
        const isWord = /^(?:!|not |-|all:|\(?none|any)/.test(name);
        if (couldBeOther || isWord)
          expect(text).toMatch(/was read as the name of|\((?:source|owner|Level|Teams|tags) named /);
      }
    },
  );

  test('as a company: named so it is found, and where a form of ours means another one it is a question', async () => {
    const isSign = /^(?:!|not |-|all:|\(?none|any|==)/.test(name);
    for (const withOthers of [false, true]) {
      const client = await account(name, withOthers);
      const { text, isError } = await client.call('search_people', { company: name });
      if (withOthers && !isSign) {
        expect(text).toMatch(/is both a name, .* and an id|matches several companies/);
        continue;
      }
      expect([name, isError, client.bodies('/people/search')[0]]).toMatchObject([
        name,
        false,
        { company_ids: [77] },
      ]);
    }
  });

  test('brief and find take it for the same company', async () => {
    for (const withOthers of [false, true]) {
      const client = await account(name, withOthers);
      const found = await client.call('find', { text: name });
      expect([name, found.text]).toEqual([name, expect.stringMatching(/^company\t77\t/m)]);
      const { text } = await client.call('brief', { about: name });
      expect([name, text]).toEqual([
        name,
        expect.stringMatching(
          /^company\nid: 77\n|both the name of company 77 and the id of|matches several records: .*company 77/,
        ),
      ]);
      expect((await client.call('brief', { about: 'copper://companies/77' })).text).toMatch(
        /^company\nid: 77\n/,
      );
    }
  });
});

describe('the id of one that the account does not list (any more)', async () => {
  const client = await account('Web', false);
  test.each<[JsonObject, string, JsonObject]>([
    [{ owner: '4711' }, 'user 4711', { assignee_ids: [4711] }],
    [{ owner: 4711 }, 'user 4711', { assignee_ids: [4711] }],
    [{ owner: 'id 4711' }, 'user 4711', { assignee_ids: [4711] }],
    [{ owner: 'ID 4711' }, 'user 4711', { assignee_ids: [4711] }],
    [{ owner: 'user 4711' }, 'user 4711', { assignee_ids: [4711] }],
    [{ owner: 'Old Hand (user 4711)' }, 'user 4711', { assignee_ids: [4711] }],
    [{ owner: ['Web', '4711'] }, 'user 4711', { assignee_ids: [77, 4711] }],
    [filter('assignee_ids')('4711'), 'user 4711', { assignee_ids: [4711] }],
    [filter('source')('id 4711'), 'source 4711', { customer_source_ids: [4711] }],
    [filter('source')('source 4711'), 'source 4711', { customer_source_ids: [4711] }],
    [{ pipeline: 'pipeline 4711' }, 'pipeline 4711', { pipeline_ids: [4711] }],
    [{ stage: 'id 4711' }, 'stage 4711', { pipeline_stage_ids: [4711] }],
  ])('%j is searched, with a note', async (input, what, sent) => {
    const before = client.bodies('/opportunities/search').length;
    const { text } = await client.call('search_opportunities', input);
    expect(text).toContain(
      `note: The account lists no ${what} (any more), by id or by name; it was searched as an id.`,
    );
    expect(client.bodies('/opportunities/search')[before]).toMatchObject(sent);
  });
});

describe('a filter in one text whose label has separators of its own', async () => {
  const open = (...labels: string[]) =>
    openGivenAccount({
      'POST /opportunities/search': [deal],
      'GET /custom_field_definitions': labels.map((name, at) => ({
        id: 30 + at,
        name,
        data_type: 'Float',
        available_on: ['opportunity'],
      })),
    });

  test.each([
    ['Deal: size', 'Deal: size: 5', 30],
    ['Deal: size', 'Deal: size = 5', 30],
    ['Budget <50k', 'Budget <50k: 5', 30],
    ['Cost = net', 'Cost = net >= 5', 30],
    ['Link https://x.example', 'Link https://x.example: 5', 30],
    ['At 10:30', 'At 10:30: 5', 30],
  ])('%s is found in %s', async (label, text, id) => {
    const client = await open(label, 'Other');
    await client.call('search_opportunities', { filters: [text], limit: 0 });
    const [body] = client.bodies('/opportunities/search');
    expect(body).toMatchObject({ custom_fields: [{ custom_field_definition_id: id }] });
  });

  test.each([
    [['Deal', 'Deal: size'], 'Deal: size: 5', '"Deal" or "Deal: size"'],
    [['stage: old'], 'stage: old: 5', '"stage" or "stage: old"'],
  ])('of %j is asked what %s means', async (labels, text, both) => {
    const client = await open(...labels);
    const { text: answer, isError } = await client.call('search_opportunities', { filters: [text] });
    expect([isError, answer]).toEqual([
      true,
      `invalid_input: The filter "${text}" may be on ${both}: give it as {"name": …, "value": …}.`,
    ]);
    const apart = { name: both.slice(both.indexOf(' or ') + 5, -1), value: '5' };
    await client.call('search_opportunities', { filters: [apart], limit: 0 });
    expect(client.bodies('/opportunities/search')[0]).toHaveProperty('custom_fields');
  });
});
