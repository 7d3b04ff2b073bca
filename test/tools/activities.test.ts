import { describe, expect, test } from 'vitest';
import type { Activity } from '../../src/sandbox/sandbox.ts';
import { column } from './shown.ts';
import { openTestClient, type TestClient } from './test-client.ts';

interface ActivitiesCase {
  readonly tool: string;
  readonly question: string;
  readonly type: string;
  readonly path: string;
  readonly id: number;
  /** Also belongs to the record, beside what is recorded on it. */
  readonly also?: (activity: Activity, client: TestClient) => boolean;
}

const cases: readonly ActivitiesCase[] = [
  {
    tool: 'get_company_activities',
    question: 'what is going on at Dunder Mifflin?',
    type: 'company',
    path: 'companies',
    id: 9_607_580,
    also: ({ parent }, { world }) =>
      parent.type === 'person' &&
      world.people.some(({ id, company_id: company }) => id === parent.id && company === 9_607_580),
  },
  {
    tool: 'get_lead_activities',
    question: 'what did we talk about with this lead?',
    type: 'lead',
    path: 'leads',
    id: 8_900_001,
  },
  {
    tool: 'get_opportunity_activities',
    question: 'what happened with the copy machines deal?',
    type: 'opportunity',
    path: 'opportunities',
    id: 2_827_698,
  },
  {
    tool: 'get_person_activities',
    question: 'when did we last speak with Petra Osei?',
    type: 'person',
    path: 'people',
    id: 8_900_016,
  },
];

describe.each(cases)('$tool', async ({ tool, question, type, path, id, also }) => {
  const client = await openTestClient();

  test(question, async () => {
    const { requests, text } = await client.call(tool, { id, limit: 5 });
    expect({ requests, text }).toMatchSnapshot();
  });

  test('returns everything that happened, newest first', async () => {
    const expected = client.world.activities.filter(
      (activity) =>
        (activity.parent.type === type && activity.parent.id === id) || also?.(activity, client) === true,
    );
    expect(expected.length).toBeGreaterThan(0);
    const table = await client.table(tool, { id, limit: 200, fields: ['id'] });
    expect(column(table, 'id')).toEqual(expected.map((activity) => String(activity.id)));
  });

  test('continues at an offset', async () => {
    const all = column(await client.table(tool, { id, fields: ['id'] }), 'id');
    const second = await client.call(tool, { id, fields: ['id'], limit: 1, offset: 1 });
    expect(second.requests).toEqual([`POST /${path}/${id}/activities {"page_number":2,"page_size":1}`]);
    expect(second.text.split('\n').at(-1)).toBe(all[1]);
  });

  test.each([
    [{ id: 1 }, `not_found: No ${type} has this id`],
    [{ id: -1 }, 'invalid_input: id must be at least 0.'],
    [{ id: 1e21 }, 'invalid_input: id must be at most 9007199254740991.'],
    [{ id: 'all' }, 'invalid_input: id must be of type number, not string.'],
    [{}, 'invalid_input: id is required'],
    [{ id, fields: ['when'] }, 'unknown_name: activities have no field "when".'],
    [{ id, limit: 2000 }, 'invalid_input: limit 2000 is too large'],
  ])('%j is refused: %s', async (input, text) => {
    expect(await client.error(tool, input)).toContain(text);
  });
});
