import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/tool/json.ts';
import { deals, type GivenReply, onReplies } from '../answer/given-replies.ts';

type Input = Record<string, unknown>;

/** A Copper in which one record is called like an id of its kind, and perhaps another one has that id. */
function account(path: string, name: string, withId: boolean) {
  const rows: JsonObject[] = [{ id: 77, name }, ...(withId ? [{ id: 12, name: 'Acme' }] : [])];
  const routes: Record<string, GivenReply> = {
    '/opportunities/search': { rows: deals(3) },
    '/people/search': { rows: [{ id: 5, name: 'Ann Bell' }] },
    '/tasks/search': { rows: [] },
    '/activities/search': { rows: [] },
    [path]: { rows },
  };
  return onReplies(routes);
}

const companies = '/companies/search';

/** Inputs that name a record: what is called how, what is asked, and where the ids go. */
const inputs: readonly (readonly [
  path: string,
  name: string,
  tool: string,
  input: (text: string) => Input,
  sentTo: string,
  member: string,
])[] = [
  [
    companies,
    'Company 12',
    'search_opportunities',
    (company) => ({ company }),
    '/opportunities/search',
    'company_ids',
  ],
  [companies, 'company 12', 'search_people', (company) => ({ company }), '/people/search', 'company_ids'],
  [
    companies,
    'COMPANY #12',
    'search_opportunities',
    (company) => ({ company: [company] }),
    '/opportunities/search',
    'company_ids',
  ],
  [
    companies,
    'ID 12',
    'search_opportunities',
    (company) => ({ company }),
    '/opportunities/search',
    'company_ids',
  ],
  [
    companies,
    'Acme (company 12)',
    'search_opportunities',
    (company) => ({ company }),
    '/opportunities/search',
    'company_ids',
  ],
  [
    companies,
    'Company 12',
    'summarize',
    (value) => ({ what: 'opportunities', by: 'status', filters: [{ name: 'company', value }] }),
    '/opportunities/search',
    'company_ids',
  ],
  [
    '/people/search',
    'Person 12',
    'search_opportunities',
    (value) => ({ filters: [{ name: 'primary_contact_ids', value }] }),
    '/opportunities/search',
    'primary_contact_ids',
  ],
  [
    '/opportunities/search',
    'Opportunity 12',
    'search_people',
    (value) => ({ filters: [{ name: 'opportunity_ids', value }] }),
    '/people/search',
    'opportunity_ids',
  ],
  [companies, 'Company 12', 'search_activities', (on) => ({ on }), '/activities/search', 'parent'],
  [companies, 'Company 12', 'search_tasks', (related) => ({ related }), '/tasks/search', 'related_resource'],
  ['/leads/search', 'Lead 12', 'search_activities', (on) => ({ on }), '/activities/search', 'parent'],
  [
    '/people/search',
    'person: 12',
    'search_tasks',
    (related) => ({ related }),
    '/tasks/search',
    'related_resource',
  ],
];

const idsIn = (body: unknown, member: string): unknown => {
  const value = Object.entries(Object(body)).find(([name]) => name === member)?.[1];
  return Array.isArray(value) ? value[0] : Object.entries(Object(value)).find(([name]) => name === 'id')?.[1];
};

describe.each(inputs)('%s has %j: %s', (path, name, tool, input, sentTo, member) => {
  test('what is called so is meant', async () => {
    const { call, sent } = await account(path, name, false);
    const { text, isError } = await call(tool, input(name));
    expect([isError, text]).toEqual([false, text]);
    expect(idsIn(sent(sentTo).at(-1), member)).toBe(77);
  });

  test('where another one has the id, it is a question, and each can be written', async () => {
    const { call, sent } = await account(path, name, true);
    const { text } = await call(tool, input(name));
    expect(text).toMatch(/^unknown_name: .* is both a name, .*\b77\)?, and an id, Acme .*12\)/);
    const ways = [...text.matchAll(/"([^"]+)" for the (name|id)/g)].map(([, way = '']) => way);
    expect(ways).toHaveLength(2);
    for (const [at, id] of [77, 12].entries()) {
      const again = await call(tool, input(ways[at] ?? ''));
      expect([ways[at], again.isError]).toEqual([ways[at], false]);
      expect(idsIn(sent(sentTo).at(-1), member)).toBe(id);
    }
  });

  test('where nobody is called so, it is the id, also of one that is not there', async () => {
    const { call, sent } = await account(path, 'Globex', false);
    const { isError } = await call(tool, input(name));
    expect(isError).toBe(false);
    expect(idsIn(sent(sentTo).at(-1), member)).toBe(12);
  });
});

test.each([
  ['on', 'search_activities', 'parent'],
  ['related', 'search_tasks', 'related_resource'],
])('%s=company 1871 is the company called 1871', async (input, tool, member) => {
  const { call, sent } = await account(companies, '1871', false);
  await call(tool, { [input]: 'company 1871' });
  expect(sent(tool === 'search_tasks' ? '/tasks/search' : '/activities/search')).toMatchObject([
    { [member]: { id: 77, type: 'company' } },
  ]);
});

test('a search by name finds what is called so, and says how the id is found', async () => {
  const { lines } = await account(companies, 'Company 12', false);
  const found = await lines('search_companies', { name: 'company 12' });
  expect(found).toContain('77\tCompany 12');
  expect(found).toContain(
    'note: name was read as a name; the company of that number is found by name="id 12".',
  );
});

test('find shows both, what has the id and what is called so', async () => {
  const { lines } = await account(companies, 'Company 12', true);
  const found = await lines('find', { text: 'Company 12' });
  expect(found).toContain('company\t77\tCompany 12\texact name');
  expect(found).toContain('company\t12\tAcme\tid');
});

test('a brief is about what is called so, or asks', async () => {
  const only = await account(companies, 'Company 12', false);
  for (const about of ['company 12', 'Company 12'])
    expect(await only.lines('brief', { about })).toContain('id: 77');
  const both = await account(companies, 'Company 12', true);
  expect((await both.call('brief', { about: 'Company 12' })).text).toBe(
    'unknown_name: "Company 12" is both the name of company 77 and the id of "Acme". Write "copper://companies/77" for the name, or "copper://companies/12" for the id.',
  );
  expect(await both.lines('brief', { about: 'copper://companies/12' })).toContain('id: 12');
  expect(await both.lines('brief', { about: 'company id 12' })).toContain('id: 12');
  expect(await (await account(companies, '1871', false)).lines('brief', { about: 'company 1871' })).toContain(
    'id: 77',
  );
});

describe('names of lists', () => {
  const pipelines = (name: string, ...more: JsonObject[]): GivenReply => ({
    json: [{ id: 10, name, stages: [{ id: 101, name: 'Stage 12' }] }, ...more],
  });
  test.each<[GivenReply, Input, JsonObject, string | undefined]>([
    [pipelines('Pipeline 12'), { pipeline: 'pipeline 12' }, { pipeline_ids: [10] }, undefined],
    [
      pipelines('Pipeline 12', { id: 12, name: 'Sales', stages: [] }),
      { pipeline: 'Pipeline 12' },
      { pipeline_ids: [10] },
      'note: "Pipeline 12" was read as the name of pipeline 10; Sales is "id 12".',
    ],
    [pipelines('ID 12'), { pipeline: 'ID 12' }, { pipeline_ids: [10] }, undefined],
    [pipelines('Sales'), { pipeline: 'pipeline 12' }, { pipeline_ids: [12] }, undefined],
    [pipelines('ID 12'), { pipeline: 'id 12' }, { pipeline_ids: [10] }, undefined],
    [pipelines('id 12'), { pipeline: 'id 12' }, { pipeline_ids: [10] }, undefined],
    [
      pipelines('id 12', { id: 12, name: 'Sales', stages: [] }),
      { pipeline: 'id 12' },
      { pipeline_ids: [10] },
      'note: "id 12" was read as the name of pipeline 10; Sales is "pipeline 12".',
    ],
    [
      pipelines('=Sales', { id: 12, name: 'Sales', stages: [] }),
      { pipeline: '=Sales' },
      { pipeline_ids: [10] },
      'note: "=Sales" was read as the name of pipeline 10, not as Sales (id 12).',
    ],
    [pipelines('Sales'), { stage: 'stage 12' }, { pipeline_stage_ids: [101] }, undefined],
    [
      pipelines('Sales', { id: 11, name: 'Other', stages: [{ id: 12, name: 'Won' }] }),
      { stage: 'Stage 12' },
      { pipeline_stage_ids: [101] },
      'note: "Stage 12" was read as the name of stage 101; Won is "id 12".',
    ],
  ])('%j', async (reply, input, sentBody, note) => {
    const { lines, sent } = await onReplies({
      '/pipelines': reply,
      '/opportunities/search': { rows: deals(1) },
    });
    const shown = await lines('search_opportunities', { ...input, fields: ['id'] });
    expect(sent('/opportunities/search')).toMatchObject([sentBody]);
    expect(shown.filter((line) => line.includes('was read as the name'))).toEqual(
      note === undefined ? [] : [note],
    );
  });
});
