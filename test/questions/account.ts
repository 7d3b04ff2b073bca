import assert from 'node:assert/strict';
import type { Question } from './ask.ts';

const carriers = (world: Parameters<Question['answer']>[0]['world']) => [
  ...world.people,
  ...world.companies,
  ...world.leads,
  ...world.opportunities,
  ...world.tasks,
  ...world.projects,
];

/** Questions about tags and what the account asks for. */
export const account: readonly Question[] = [
  {
    number: 28,
    asks: 'Which fields are required in the Sales pipeline?',
    async answer({ call, world }) {
      const answer = await call('list_field_layout_by_entity_type', {
        type: 'opportunities',
        pipeline: 'Sales',
      });
      const required = answer.rows.filter(({ required: must }) => must === 'true');
      assert.ok(required.length > 0 && required.length < answer.rows.length);
      const own = world.customFields.filter(({ name }) => required.some(({ label }) => label === name));
      assert.ok(required.some(({ label }) => label === 'Close Date') && own.length > 0);
    },
  },
  {
    number: 33,
    asks: 'How many contacts are tagged newsletter?',
    async answer({ call, world }) {
      const answer = await call('list_tags', { name: 'newsletter' });
      const tagged = world.people.filter(({ tags }) => tags.includes('newsletter')).length;
      assert.ok(tagged > 0);
      const row = answer.rows.find(({ name }) => name === 'newsletter');
      assert.equal(Number(row?.people), tagged);
    },
  },
  {
    number: 34,
    asks: 'Which tags are hardly used?',
    async answer({ call, world }) {
      const answer = await call('list_tags', { sort: 'count', limit: 200 });
      const uses = new Map<string, number>();
      for (const { tags } of carriers(world)) {
        for (const tag of tags) uses.set(tag, (uses.get(tag) ?? 0) + 1);
      }
      const least = Math.min(...uses.values());
      const last = answer.rows.at(-1);
      assert.equal(answer.rows.length, uses.size);
      assert.equal(Number(last?.count), least);
      assert.equal(uses.get(String(last?.name)), least);
    },
  },
];
