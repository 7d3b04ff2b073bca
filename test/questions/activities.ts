import assert from 'node:assert/strict';
import type { Question } from './ask.ts';
import { dayOf, ids, idsOf, within } from './truth.ts';

const dana = 137_658;

/** Questions about what was done and what is to do. */
export const activities: readonly Question[] = [
  {
    number: 6,
    asks: 'What is overdue for me?',
    async answer({ call, world, now }) {
      const answer = await call('search_tasks', { owner: 'me', status: 'Open', due: '..now', limit: 100 });
      const overdue = world.tasks.filter(
        (task) =>
          task.assignee_id === dana &&
          task.status === 'Open' &&
          task.due_date !== null &&
          task.due_date <= now,
      );
      assert.ok(overdue.length > 0);
      assert.deepEqual(ids(answer), idsOf(overdue));
    },
  },
  {
    number: 7,
    asks: 'What were the last ten activities on the Dunder Mifflin deal?',
    async answer({ call, world }) {
      const deal = world.opportunities.find(({ company_name: name }) => name === 'Dunder Mifflin');
      assert.ok(deal !== undefined);
      const answer = await call('search_activities', { on: `opportunity =${deal.name}`, limit: 10 });
      const all = world.activities.filter(
        ({ parent }) => parent.type === 'opportunity' && parent.id === deal.id,
      );
      assert.equal(answer.total, all.length);
      assert.ok(answer.rows.length === Math.min(10, all.length));
      assert.deepEqual(
        answer.rows.map(({ date = '' }) => date.slice(0, 10)),
        all.slice(0, 10).map(({ activity_date: at }) => dayOf(at)),
      );
    },
  },
  {
    number: 36,
    asks: "What are my team's follow-ups this week, with the records they are about?",
    async answer({ call, world }) {
      const users = await call('list_users', { limit: 200 });
      const me = users.rows.find(({ id }) => Number(id) === dana);
      const [team = ''] = (me?.teams ?? '').split(', ');
      const members = users.rows.filter(({ teams = '' }) => teams.split(', ').includes(team));
      const answer = await call('search_tasks', {
        owner: members.map(({ id }) => id),
        status: 'Open',
        due: 'this-week',
        limit: 100,
      });
      const group = world.users.find(({ id }) => id === dana)?.groups[0]?.id;
      const mates = world.users.filter(({ groups }) => groups.some(({ id }) => id === group));
      const due = world.tasks.filter(
        (task) =>
          task.status === 'Open' &&
          mates.some(({ id }) => id === task.assignee_id) &&
          within(task.due_date === null ? undefined : dayOf(task.due_date), '2026-11-23', '2026-11-29'),
      );
      assert.ok(due.length > 0);
      assert.deepEqual(ids(answer), idsOf(due));
      for (const task of due.filter(({ related_resource: about }) => about?.type === 'opportunity')) {
        const row = answer.rows.find(({ id }) => Number(id) === task.id);
        const deal = world.opportunities.find(({ id }) => id === task.related_resource?.id);
        assert.ok(deal === undefined || row?.related?.includes(`opportunity ${deal.id}`));
      }
    },
  },
];
