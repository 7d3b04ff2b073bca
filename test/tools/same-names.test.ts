import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/tool/json.ts';
import { openGivenAccount } from './given-account.ts';

const option = (id: number, name: string) => ({ id, name, rank: 0 });
const field = (id: number, name: string, type: string, options: readonly JsonObject[] = []) => ({
  id,
  name,
  data_type: type,
  available_on: ['opportunity'],
  options: [...options],
});
const value = (id: number, given: number | string | null) => ({
  custom_field_definition_id: id,
  value: given,
});

const deals: JsonObject[] = [
  {
    id: 1,
    name: 'Deal 1',
    assignee_id: 1,
    pipeline_stage_id: 11,
    pipeline_id: 10,
    customer_source_id: 5,
    custom_fields: [value(741, 7410), value(742, 7420), value(750, 7500), value(760, 'own')],
  },
  {
    id: 2,
    name: 'Deal 2',
    assignee_id: 2,
    pipeline_stage_id: 12,
    pipeline_id: 10,
    customer_source_id: 6,
    custom_fields: [value(741, null), value(742, 7421), value(750, 7501), value(760, 'other')],
  },
];

const client = await openGivenAccount({
  'POST /users/search': [
    { id: 1, name: 'Kim Lee', email: 'kim@a.example', groups: [{ id: 91, name: 'East' }] },
    { id: 2, name: 'Kim Lee', email: 'kim@b.example', groups: [{ id: 92, name: 'East' }] },
    { id: 3, name: 'Ana Ruiz', email: 'ana@a.example', groups: [] },
  ],
  'GET /pipelines': [
    { id: 10, name: 'Sales', stages: [option(11, 'Review'), option(12, 'Review'), option(13, 'Close')] },
    { id: 20, name: 'Partners', stages: [option(21, 'Close')] },
    { id: 30, name: 'Renewals', stages: [] },
    { id: 40, name: 'Renewals', stages: [] },
  ],
  'GET /customer_sources': [option(5, 'Web'), option(6, 'Web'), option(7, 'Fair')],
  'GET /activity_types': [
    { id: 0, category: 'user', name: 'Call' },
    { id: 1, category: 'system', name: 'Call' },
  ],
  'GET /custom_field_definitions': [
    field(741, 'Region', 'Dropdown', [option(7410, 'EMEA'), option(7411, 'APAC')]),
    field(742, 'Region', 'Dropdown', [option(7420, 'EMEA'), option(7421, 'LATAM')]),
    field(750, 'Tier', 'Dropdown', [option(7500, 'Gold'), option(7501, 'Gold'), option(7502, 'gold')]),
    field(760, 'stage', 'String'),
    field(770, 'Score', 'Float'),
    field(771, 'score', 'Float'),
    field(780, 'Plan', 'Dropdown', [option(7801, 'Pro-X'), option(7802, 'Pro X'), option(7803, 'Basic')]),
  ],
  'POST /opportunities/search': deals,
});
const filters = (name: string, text: string) => ({ filters: [{ name, value: text }] });
const asked = async (input: Record<string, unknown>) => {
  const { text, isError } = await client.call('search_opportunities', input);
  if (isError) throw new Error(text);
  return { text, body: client.bodies('/opportunities/search').at(-1) ?? {} };
};

describe('what has one name is told apart, and each of it can be asked for as it is printed', () => {
  test.each([
    ['owner', ['Kim Lee <kim@a.example>', 'Kim Lee <kim@b.example>']],
    ['stage', ['Review (id 11)', 'Review (id 12)']],
    ['source', ['Web (id 5)', 'Web (id 6)']],
    ['team', ['East (91)', 'East (92)']],
    ['Tier', ['Gold (7500)', 'Gold (7501)']],
    ['742', ['EMEA', 'LATAM']],
    ['Region (741)', ['(none)', 'EMEA']],
  ])('groups by %s', async (by, groups) => {
    const { text } = await client.call('summarize', { what: 'opportunities', by });
    for (const group of groups) expect(text).toContain(`\n${group}\t1`);
  });

  test.each<[Record<string, unknown>, JsonObject]>([
    [{ owner: 'Kim Lee <kim@b.example>' }, { assignee_ids: [2] }],
    [{ owner: 'kim@a.example' }, { assignee_ids: [1] }],
    [{ owner: 'Kim Lee (id 2)' }, { assignee_ids: [2] }],
    [{ stage: 'Review (id 12)' }, { pipeline_stage_ids: [12] }],
    [{ stage: 'Close (Partners)' }, { pipeline_stage_ids: [21] }],
    [{ stage: 'close (sales)' }, { pipeline_stage_ids: [13] }],
    [{ stage: 'Review' }, { pipeline_stage_ids: [11, 12] }],
    [filters('source', 'Web (id 6)'), { customer_source_ids: [6] }],
    [filters('source', '!Web'), { customer_source_ids: [-2, 7] }],
    [filters('Tier', 'Gold (7501)'), { custom_fields: [{ custom_field_definition_id: 750, value: [7501] }] }],
    [filters('Tier', 'Gold'), { custom_fields: [{ custom_field_definition_id: 750, value: [7500, 7501] }] }],
    [filters('Tier', 'gold'), { custom_fields: [{ custom_field_definition_id: 750, value: [7502] }] }],
    [filters('742', 'EMEA'), { custom_fields: [{ custom_field_definition_id: 742, value: [7420] }] }],
    [
      filters('Region (741)', 'EMEA'),
      { custom_fields: [{ custom_field_definition_id: 741, value: [7410] }] },
    ],
    [filters('Score', '1..'), { custom_fields: [{ custom_field_definition_id: 770, minimum_value: 1 }] }],
    [filters('score', '1..'), { custom_fields: [{ custom_field_definition_id: 771, minimum_value: 1 }] }],
  ])('%j asks for %j', async (input, body) => {
    expect((await asked(input)).body).toMatchObject(body);
  });

  test.each<[string, Record<string, unknown>, string]>([
    [
      'search_opportunities',
      { owner: 'Kim Lee' },
      'Kim Lee <kim@a.example>; Kim Lee <kim@b.example>. Specify one.',
    ],
    [
      'search_opportunities',
      filters('Region', 'EMEA'),
      '741: Region, Dropdown of EMEA, APAC; 742: Region, Dropdown of EMEA, LATAM. Give one by id, e.g. "741".',
    ],
    ['summarize', { what: 'deals', by: 'Region' }, '"Region" matches several custom fields'],
    [
      'summarize',
      { what: 'deals', measure: 'sum SCORE' },
      'matches several custom fields: 770: Score, Float; 771: score, Float.',
    ],
    ['search_opportunities', { sort: 'REGION' }, '"REGION" matches several custom fields'],
    [
      'search_opportunities',
      filters('Plan', 'pro_x'),
      '"pro_x" matches several options of custom field "Plan": Pro-X (7801); Pro X (7802). Specify one.',
    ],
    [
      'list_field_layout_by_entity_type',
      { type: 'opportunities', pipeline: 'Renewals' },
      '"Renewals" matches several pipelines: Renewals (id 30); Renewals (id 40). Give one by id.',
    ],
    ['search_tasks', { owner: 'kim' }, '"kim" matches several users: Kim Lee <kim@a.example>; Kim Lee <'],
    ['get_user', { id: 'KIM LEE' }, '"KIM LEE" matches several users: Kim Lee <kim@a.example>; Kim Lee <'],
    [
      'summarize',
      { what: 'deals', by: 'REGION' },
      '"REGION" matches several custom fields: 741: Region, Dropdown of EMEA, APAC; 742: Region',
    ],
  ])('%s %j is a question', async (tool, input, text) => {
    expect(await client.error(tool, input)).toContain(text);
  });

  test('several that are searched together are named in a note', async () => {
    const { text } = await asked(filters('Tier', 'Gold'));
    expect(text).toContain('note: "Gold" stands for 2 options of Tier: Gold (7500), Gold (7501).');
    const stages = await asked({ stage: 'Review' });
    expect(stages.text).toContain('note: stage "Review" exists in id 11 and id 12; it stands for both.');
  });

  test('columns of one label are both shown, under names that can be given back', async () => {
    const { text } = await asked({ fields: ['name', 'Region'] });
    expect(text.split('\n')[1]).toBe('name\tRegion (741)\tRegion (742)');
    const one = await asked({ fields: ['name', 'Region (742)'] });
    expect(one.text).toContain('name\tRegion (742)\nDeal 1\tEMEA\nDeal 2\tLATAM');
    const own = await asked({ fields: ['stage (760)', 'stage'] });
    expect(own.text).toContain('stage (760)\tstage\nown\tReview (id 11)\nother\tReview (id 12)');
  });
});
