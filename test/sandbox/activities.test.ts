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

  test('of a task are returned, but not with the contract’s names, which have no such parent', async () => {
    const body = { activity_types: [{ id: 0, category: 'user' }] };
    const notes = idsOf(world.activities.filter(({ type }) => type.category === 'user' && type.id === 0));
    const onTasks = idsOf(world.activities.filter(({ parent }) => parent.type === 'task'));
    expect(onTasks.length).toBeGreaterThan(20);
    expect(await found(sandbox, '/activities/search', body)).toEqual(notes);
    const task = world.activities.find(({ parent }) => parent.type === 'task')?.parent;
    expect((await found(sandbox, '/activities/search', { parent: task })).length).toBeGreaterThan(0);
    const listed = await found(sandboxAt({ names: 'contract' }), '/activities/search', body);
    expect(listed).toEqual(notes.filter((id) => !onTasks.includes(id)));
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
    const changes: Row[] = (
      await post(sandbox, '/activities/search', {
        activity_types: [{ id: 1, category: 'system' }],
        page_size: 200,
      })
    ).body;
    const type = (name: string) => ({ id: 1, category: 'system', name });
    const changed = { old_value: 'Open', new_value: expect.any(String) };
    expect(changes).toContainEqual(expect.objectContaining({ type: type('Status Change'), ...changed }));
    const edited = { old_value: null, new_value: null, details: null };
    expect(changes).toContainEqual(expect.objectContaining({ type: type('Name Change'), ...edited }));
    const [assigned]: Row[] = (
      await post(sandbox, '/activities/search', { activity_types: [{ id: 2, category: 'system' }] })
    ).body;
    expect(assigned).toMatchObject({ type: { name: 'Assignee Change' }, ...edited });
  });
});
