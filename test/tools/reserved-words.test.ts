import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/tool/json.ts';
import { openGivenAccount } from './given-account.ts';
import { idsWhere, openTestClient } from './test-client.ts';

const deal = (id: number, more: JsonObject = {}): JsonObject => ({
  id,
  name: `Deal ${id}`,
  status: 'Open',
  ...more,
});
const field = (
  id: number,
  name: string,
  type: string,
  options: readonly string[] = [],
  on = 'opportunity',
) => ({
  id,
  name,
  data_type: type,
  available_on: [on],
  options: options.map((option, at) => ({ id: id * 10 + at, name: option, rank: at })),
});

describe('a word of ours never hides a value that is called so', async () => {
  const client = await openGivenAccount({
    'GET /customer_sources': [
      { id: 1, name: 'None' },
      { id: 2, name: '-Web' },
      { id: 3, name: 'Web' },
      { id: 4, name: 'Not sure' },
    ],
    'GET /loss_reasons': [{ id: 5, name: 'Any' }],
    'GET /contact_types': [{ id: 6, name: 'all:in' }],
    'GET /pipelines': [
      {
        id: 10,
        name: '2026',
        is_revenue: true,
        stages: [
          { id: 101, name: '1' },
          { id: 102, name: '!' },
        ],
      },
      { id: 20, name: '!Sales', is_revenue: true, stages: [{ id: 201, name: '102' }] },
    ],
    'POST /users/search': [
      { id: 7, name: '007', email: 'bond@x.example' },
      { id: 8, name: 'None', email: 'nn@x.example' },
    ],
    'POST /companies/search': ({ ids, name }) => {
      const all = [
        { id: 5, name: '1871' },
        { id: 9, name: '!Acme' },
        { id: 4711, name: 'Water' },
        { id: 12, name: '4711' },
      ];
      const wanted = typeof name === 'string' ? name : String(Object(name).value ?? '');
      return Array.isArray(ids)
        ? all.filter(({ id }) => ids.includes(id))
        : all.filter((one) => one.name.includes(wanted));
    },
    'POST /opportunities/search': [deal(1)],
    'GET /custom_field_definitions': [
      field(30, 'Level', 'Dropdown', ['None', 'Any', '!High', 'High', '-1', '1']),
      field(31, 'Teams', 'MultiSelect', ['Not us', 'us', '2']),
    ],
  });
  const asked = async (input: Record<string, unknown>) => {
    const begun = client.bodies('/opportunities/search').length;
    const { text, isError } = await client.call('search_opportunities', input);
    if (isError) throw new Error(text);
    return client.bodies('/opportunities/search')[begun] ?? {};
  };
  const filter = (name: string, value: string) => ({ filters: [{ name, value }] });

  test.each<[Record<string, unknown>, JsonObject]>([
    [filter('source', 'none'), { customer_source_ids: [1] }],
    [filter('source', 'None'), { customer_source_ids: [1] }],
    [filter('source', '!any'), { customer_source_ids: [-2] }],
    [filter('source', '-Web'), { customer_source_ids: [2] }],
    [filter('source', '!Web'), { customer_source_ids: [-2, 1, 2, 4] }],
    [filter('source', 'not sure'), { customer_source_ids: [4] }],
    [filter('loss_reason', 'any'), { loss_reason_ids: [5] }],
    [{ owner: 'none' }, { assignee_ids: [8] }],
    [{ owner: '007' }, { assignee_ids: [7] }],
    [{ owner: '7' }, { assignee_ids: [7] }],
    [{ pipeline: '2026' }, { pipeline_ids: [10] }],
    [{ pipeline: '!Sales' }, { pipeline_ids: [20] }],
    [{ pipeline: '!2026' }, { pipeline_ids: [20] }],
    [{ stage: '1' }, { pipeline_stage_ids: [101] }],
    [{ stage: '!' }, { pipeline_stage_ids: [102] }],
    [{ stage: 'id 102' }, { pipeline_stage_ids: [102] }],
    [{ stage: '=102' }, { pipeline_stage_ids: [201] }],
    [{ company: '1871' }, { company_ids: [5] }],
    [{ company: '5' }, { company_ids: [5] }],
    [{ company: '!Acme' }, { company_ids: [9] }],
    [{ company: '=4711' }, { company_ids: [12] }],
    [{ company: 'Water (company 4711)' }, { company_ids: [4711] }],
    [filter('Level', 'None'), { custom_fields: [{ custom_field_definition_id: 30, value: [300] }] }],
    [filter('Level', 'any'), { custom_fields: [{ custom_field_definition_id: 30, value: [301] }] }],
    [filter('Level', '!High'), { custom_fields: [{ custom_field_definition_id: 30, value: [302] }] }],
    [filter('source', '!None'), { customer_source_ids: [-2, 2, 3, 4] }],
    [filter('source', 'not none'), { customer_source_ids: [-2, 2, 3, 4] }],
    [filter('source', '(none)'), { customer_source_ids: [-2] }],
    [filter('source', '!(none)'), { customer_source_ids: [1, 2, 3, 4] }],
    [filter('source', 'any'), { customer_source_ids: [1, 2, 3, 4] }],
    [filter('source', '["Web", "!none"]'), { customer_source_ids: [3] }],
    [{ owner: '!None' }, { assignee_ids: [-2, 7] }],
    [{ owner: '≠none' }, { assignee_ids: [-2, 7] }],
    [{ owner: '(none)' }, { assignee_ids: [-2] }],
    [{ owner: '!(none)' }, { assignee_ids: [7, 8] }],
    [filter('Level', '-1'), { custom_fields: [{ custom_field_definition_id: 30, value: [304] }] }],
  ])('%j asks for %j', async (input, body) => {
    expect(await asked(input)).toMatchObject(body);
  });

  test.each<[Record<string, unknown>, string]>([
    [filter('Level', '!None'), 'Level all but None'],
    [filter('Level', 'not any'), 'Level all but Any'],
    [filter('Level', '!any'), 'Level all but Any'],
    [filter('Level', '(none)'), 'no Level'],
    [filter('loss_reason', '!any'), 'loss_reason all but Any'],
    [filter('loss_reason', '-Any'), 'loss_reason all but Any'],
    [filter('Level', '["!none", "!any"]'), 'Level all but None and Any'],
  ])('%j is understood as %s', async (input, text) => {
    const { text: answer } = await client.call('search_opportunities', { ...input, limit: 0 });
    expect(answer).toContain(`(${text})`);
  });

  test.each<[Record<string, unknown>, string]>([
    [
      { stage: '102' },
      '"102" is both a name, 102 (!Sales, id 201), and an id, ! (2026, id 102). Write "=102" for the name, or "id 102" for the id.',
    ],
    [{ company: '4711' }, 'Write "=4711" for the name, or "id 4711" for the id.'],
    [{ company: '99' }, 'No company is called "99", or has this id.'],
    [{ owner: '099' }, 'There is no owner "099". Available: 007, None.'],
    [{ pipeline: '2027' }, 'There is no pipeline "2027".'],
    [filter('Level', '2'), 'has no option "2"'],
  ])('%j is a question: %s', async (input, text) => {
    expect(await client.error('search_opportunities', input)).toContain(text);
  });
});

describe('statuses by the names that answers show', async () => {
  // Copper's largest pages: what Copper cannot be asked for is read anew for each page of a walk.
  const { world, ...client } = await openTestClient({ env: { COPPER_DIALECT: 'documented' } });
  const ids = (tool: string, input: Record<string, unknown>) => client.ids(tool, { limit: 200, ...input });
  test.each(['Done', "Won't Do", 'On Hold', 'done', 'on_hold', 'Won’t do'])('%s', async (status) => {
    const key = status.toLowerCase().replace('_', ' ').replace('’', "'");
    const expected = idsWhere(world.opportunities, (one) => one.status.toLowerCase() === key);
    expect(expected.length).toBeGreaterThan(0);
    expect(await ids('search_opportunities', { status })).toEqual(expected);
    const both = idsWhere(world.opportunities, (one) => ['open', key].includes(one.status.toLowerCase()));
    expect(await ids('search_opportunities', { status: ['Open', status] })).toEqual(both);
    const others = idsWhere(world.opportunities, (one) => one.status.toLowerCase() !== key);
    expect(await ids('search_opportunities', { status: `!${status}` })).toEqual(others);
    expect(await ids('search_opportunities', { status, pipeline: 'Onboarding' })).toEqual(expected);
    expect(await ids('search_opportunities', { status, pipeline: 'Sales' })).toEqual([]);
  });

  test.each([
    ['Won', 'status Won also finds Done in pipelines without revenue (Onboarding)'],
    [
      '!Lost',
      "status Lost includes Won't Do in pipelines without revenue (Onboarding), which is left out as well.",
    ],
  ])('a search by %s says what it includes', async (status, note) => {
    expect((await client.call('search_opportunities', { status, limit: 1 })).text).toContain(note);
    expect(
      (await client.call('search_opportunities', { status, limit: 1, pipeline: 'Sales' })).text,
    ).not.toContain('note: status');
  });

  test('priority None is a priority, in the input and in filters, and Open says nothing', async () => {
    const expected = idsWhere(world.tasks, (task) => (task.priority ?? 'None') === 'None');
    expect(await ids('search_tasks', { priority: 'None' })).toEqual(expected);
    expect(await ids('search_tasks', { filters: [{ name: 'priority', value: 'none' }] })).toEqual(expected);
    expect((await client.call('search_opportunities', { status: 'Open', limit: 1 })).text).not.toContain(
      'note: status',
    );
  });
});
