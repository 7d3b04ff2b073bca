import { describe, expect, test } from 'vitest';
import { found, idsOf, NOW, post, type Row, sandboxAt } from './ask.ts';

const sandbox = sandboxAt();
const { world } = sandbox;
const DAY = 86_400;
const now = Math.floor(NOW / 1000);
const dana = 137_658;

describe('activities', () => {
  test('by type, user and date', async () => {
    const body = {
      activity_types: [{ id: 0, category: 'user' }],
      user_ids: [dana],
      minimum_activity_date: now - 30 * DAY,
    };
    const expected = world.activities.filter(
      ({ type, user_id, activity_date: at }) => type.id === 0 && user_id === dana && at >= now - 30 * DAY,
    );
    expect(await found(sandbox, '/activities/search', { ...body, full_result: true })).toEqual(
      idsOf(expected),
    );
    expect(
      await found(sandbox, '/activities/search', { activity_types: [{ id: 0, category: 'system' }] }),
    ).toEqual([]);
  });

  test('a company’s include its people’s', async () => {
    const company = world.companies[0];
    const staff = new Set(world.people.filter((one) => one.company_id === company?.id).map((one) => one.id));
    const expected = world.activities.filter(
      ({ parent: { type, id } }) =>
        (type === 'company' && id === company?.id) || (type === 'person' && staff.has(id)),
    );
    expect(expected.some((activity) => activity.parent.type === 'person')).toBe(true);
    expect(await found(sandbox, `/companies/${company?.id}/activities`, {})).toEqual(idsOf(expected));
    const parent = { id: company?.id, type: 'company' };
    expect(await found(sandbox, '/activities/search', { parent })).toEqual(idsOf(expected));
  });

  test('system rows look as recorded', async () => {
    const [stage]: Row[] = (
      await post(sandbox, '/activities/search', { activity_types: [{ id: 3, category: 'system' }] })
    ).body;
    expect(stage).toMatchObject({
      type: { id: 3, category: 'system', name: 'Stage Change' },
      details: expect.stringMatching(/^\d+$/),
      old_value: { id: expect.any(Number), name: expect.any(String) },
    });
    const [status]: Row[] = (
      await post(sandbox, '/activities/search', { activity_types: [{ id: 1, category: 'system' }] })
    ).body;
    expect(status).toMatchObject({ old_value: 'Open', new_value: expect.any(String) });
  });
});
