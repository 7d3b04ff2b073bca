import { expect, test } from 'vitest';
import { deal, onReplies } from '../answer/given-replies.ts';

/** 2026-09-21, 07:57:00 UTC. */
const minute = Date.parse('2026-09-21T07:57:00Z') / 1000;

/** A time that answers show to the minute is the whole minute, at both ends of a range. */
test.each<[string, string, object, object]>([
  [
    'search_opportunities',
    '/opportunities/search',
    { created: '2026-09-21T07:57' },
    { created_date: [0, 59] },
  ],
  [
    'search_opportunities',
    '/opportunities/search',
    { created: '..2026-09-21T07:57' },
    { created_date: [undefined, 59] },
  ],
  [
    'search_opportunities',
    '/opportunities/search',
    { created: '2026-09-21T07:57:30' },
    { created_date: [30, 30] },
  ],
  [
    'search_opportunities',
    '/opportunities/search',
    { filters: [{ name: 'modified', value: '2026-09-21T07:57' }] },
    { modified_date: [0, 59] },
  ],
  ['search_people', '/people/search', { last_contact: '2026-09-21T07:57' }, { interaction_date: [0, 59] }],
  [
    'search_companies',
    '/companies/search',
    { last_contact: '2026-09-21T07:57Z' },
    { interaction_date: [0, 59] },
  ],
  ['search_leads', '/leads/search', { created: '2026-09-21T09:57+02:00' }, { created_date: [0, 59] }],
  ['search_tasks', '/tasks/search', { due: '2026-09-21T07:57..' }, { due_date: [0, undefined] }],
  [
    'search_tasks',
    '/tasks/search',
    { filters: [{ name: 'completed', value: '2026-09-21T07:57' }] },
    { completed_date: [0, 59] },
  ],
  ['search_activities', '/activities/search', { date: '2026-09-21T07:57' }, { activity_date: [0, 59] }],
])('%s asks %s for the minutes of %j', async (tool, path, input, expected) => {
  const { call, sent } = await onReplies({ [path]: { rows: [] } });
  await call(tool, { ...input });
  const [body] = sent(path);
  for (const [name, ends] of Object.entries(expected)) {
    const [from, to] = [ends].flat().map((end) => (typeof end === 'number' ? minute + end : undefined));
    expect(body).toMatchObject({
      ...(from === undefined ? {} : { [`minimum_${name}`]: from }),
      ...(to === undefined ? {} : { [`maximum_${name}`]: to }),
    });
  }
});

/** A list of one is that one, wherever one text is expected; several are refused, not searched for as the text of a list. */
test.each<[string, string, Record<string, unknown>, object]>([
  ['search_leads', '/leads/search', { company: ['1871'] }, { company_name: '1871' }],
  ['search_leads', '/leads/search', { name: ['Bo Li'] }, { name: 'Bo Li' }],
  ['search_leads', '/leads/search', { email: '["bo@x.example"]' }, { emails: 'bo@x.example' }],
  ['search_people', '/people/search', { title: ['CEO'] }, { title: 'CEO' }],
  ['search_people', '/people/search', { city: [2026] }, { city: '2026' }],
  ['search_companies', '/companies/search', { domain: ['x.example'] }, { email_domain: 'x.example' }],
  ['search_companies', '/companies/search', { country: '["NZ"]' }, { country: 'NZ' }],
  ['search_opportunities', '/opportunities/search', { value: ['500..'] }, { minimum_monetary_value: 500 }],
  ['search_opportunities', '/opportunities/search', { name: ['=Big', ''] }, { name: 'Big' }],
  ['search_people', '/people/search', { city: '[old] town' }, { city: '[old] town' }],
])('%s asks %s for the one text of %j', async (tool, path, input, body) => {
  const { call, sent } = await onReplies({ [path]: { rows: [] } });
  await call(tool, input);
  expect(sent(path)[0]).toMatchObject(body);
});

test.each([
  ['search_leads', { company: ['Acme', 'Globex'] }, 'company takes one value, not a list of 2.'],
  ['search_people', { title: '["CEO","CTO","CFO"]' }, 'title takes one value, not a list of 3.'],
  ['find', { text: ['Ann', 'Bo'] }, 'text takes one value, not a list of 2.'],
])('%s refuses %j', async (tool, input, sentence) => {
  const { call } = await onReplies({});
  expect(await call(tool, input)).toMatchObject({ isError: true, text: `invalid_input: ${sentence}` });
});

const tagged = ['a,b', 'vip', '"loud"', 'x [y]', "o'neil"];

/** A value with a comma does not pass for two in a list of several. */
test('tags, options and stages with commas are in quotes in lists, and are taken back so', async () => {
  const options = ['Basic, old', 'New'].map((name, at) => ({ id: at + 1, name, rank: at }));
  const account = await onReplies({
    '/tags': { json: tagged.map((name) => ({ name, count: 1 })) },
    '/custom_field_definitions': {
      json: [{ id: 7, name: 'Product', data_type: 'MultiSelect', available_on: ['opportunity'], options }],
    },
    '/pipelines': {
      json: [{ id: 10, name: 'Sales', stages: [{ id: 101, name: 'Won, signed', win_probability: 90 }] }],
    },
    '/opportunities/search': {
      rows: [deal(1, { tags: tagged, custom_fields: [{ custom_field_definition_id: 7, value: [1, 2] }] })],
    },
  });
  expect((await account.lines('search_opportunities', { fields: ['tags', 'Product'] })).slice(1, 3)).toEqual([
    'tags\tProduct',
    `"a,b", vip, "\\"loud\\"", x [y], o'neil\t"Basic, old", New`,
  ]);
  expect((await account.lines('list_custom_field_definitions')).join('\n')).toContain('\t"Basic, old", New');
  expect((await account.lines('list_pipelines')).join('\n')).toContain('\t"Won, signed" 90%');
  await account.call('search_opportunities', {
    tags: ['"a,b"'],
    filters: [{ name: 'Product', value: '"Basic, old"' }],
  });
  expect(account.sent('/opportunities/search').at(-1)).toMatchObject({
    tags: ['a,b'],
    custom_fields: [{ value: [1] }],
  });
});

/** Names that begin with "not", or look like a person at a company, given back as answers print them. */
test.each([
  ['not Deal 12 (opportunity 12)', [1]],
  ['!Deal 13 (opportunity 13)', [2]],
  ['not Deal 14 (opportunity 14)', [1, 2]],
  ['not not Deal 12 (opportunity 12)', [2]],
  ['Deal 14 (opportunity 14)', []],
])('tasks related to %s', async (related, ids) => {
  const rows = [deal(12, { name: 'not Deal 12' }), deal(13, { name: '!Deal 13' }), deal(14)];
  const tasks = [12, 13].map((id, at) => ({
    id: at + 1,
    name: `Call ${id}`,
    status: 'Open',
    related_resource: { id, type: 'opportunity' },
  }));
  const account = await onReplies({
    '/opportunities/search': { rows },
    '/tasks/search': {
      rows: tasks,
      before: () => {
        const body = account.sent('/tasks/search').at(-1);
        const wanted = JSON.stringify(Object(body).related_resource);
        const kept = tasks.filter((one) => JSON.stringify(one.related_resource) === wanted);
        return wanted === undefined ? undefined : { rows: kept };
      },
    },
  });
  const data = await account.call('search_tasks', { related, fields: ['id'] });
  const found = data.text.split('\n').filter((line) => /^\d+$/.test(line));
  expect(found.map(Number)).toEqual(ids);
});

test('a contact whose name has brackets is found by it, if nobody of that name is at such a company', async () => {
  const people = [{ id: 5, name: 'Zoe (x)' }];
  const account = await onReplies({
    '/companies/search': { rows: [{ id: 3, name: 'x' }] },
    '/people/search': {
      rows: people,
      before: (count) => (count === 1 ? { rows: [] } : undefined),
    },
    '/opportunities/search': { rows: [deal(1, { primary_contact_id: 5 })] },
  });
  await account.call('search_opportunities', {
    filters: [{ name: 'primary_contact_ids', value: 'Zoe (x)' }],
  });
  expect(account.sent('/opportunities/search')[0]).toMatchObject({ primary_contact_ids: [5] });
});

/** A text that is a word of ours, or begins with a sign of one: what was not looked for is said, with the form that finds it. */
test.each<[string, string, Record<string, unknown>, string | undefined]>([
  ['search_people', '/people/search', { title: 'none' }, '"none" itself as title'],
  ['search_people', '/people/search', { title: 'not CEO' }, '"not CEO" itself as title'],
  ['search_people', '/people/search', { title: 'any' }, undefined],
  ['search_people', '/people/search', { title: '!CEO' }, undefined],
  ['search_people', '/people/search', { title: '=none' }, undefined],
  ['search_people', '/people/search', { city: 'none' }, '"none" itself as city'],
  [
    'search_people',
    '/people/search',
    { filters: [{ name: 'city', value: 'none' }] },
    '"none" itself as city',
  ],
  ['search_companies', '/companies/search', { city: 'none' }, '"none" itself as city'],
  ['search_companies', '/companies/search', { city: 'not Rome' }, undefined],
  ['search_leads', '/leads/search', { filters: [{ name: 'city', value: 'none' }] }, '"none" itself as city'],
])('%s, %s, %j', async (tool, path, input, said) => {
  const rows = ['none', 'not CEO', 'CEO', null].map((text, at) => ({
    id: at + 1,
    name: `Ann ${at}`,
    title: text,
    address: { city: text },
  }));
  const { call } = await onReplies({ [path]: { rows } });
  const { text } = await call(tool, input);
  const [, found] = /^note: Some have (.* itself as \w+), which was not looked for/m.exec(text) ?? [];
  expect(found).toBe(said);
});
