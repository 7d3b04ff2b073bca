import type { World } from '../../src/sandbox/sandbox.ts';
import type { Random } from '../oracle/random.ts';

/** What other users do to an account while it is read; `now` in Unix seconds. */

type Edit = (world: World, random: Random, now: number) => World;

const without = <One>(rows: readonly One[], gone: One) => rows.filter((row) => row !== gone);
const with_ = <One>(rows: readonly One[], old: One, now: One) => rows.map((row) => (row === old ? now : row));
const nextId = (rows: readonly { readonly id: number }[]) =>
  rows.reduce((most, { id }) => Math.max(most, id), 0) + 1;

const addTask: Edit = (world, random, now) => {
  const like = random.pick(world.tasks);
  const task = { ...like, id: nextId(world.tasks), date_created: now, date_modified: now };
  return { ...world, tasks: [task, ...world.tasks] };
};

const deleteTask: Edit = (world, random) => ({
  ...world,
  tasks: without(world.tasks, random.pick(world.tasks)),
});

const completeTask: Edit = (world, random, now) => {
  const task = random.pick(world.tasks);
  const done = { ...task, status: 'Completed' as const, completed_date: now, date_modified: now };
  return { ...world, tasks: with_(world.tasks, task, done) };
};

const changeValue: Edit = (world, random, now) => {
  const deal = random.pick(world.opportunities);
  if (deal.monetary_unit !== 'USD') return world;
  const value = random.int(1, 5_000) * 10;
  const changed = { ...deal, monetary_value: value, converted_value: value, date_modified: now };
  return { ...world, opportunities: with_(world.opportunities, deal, changed) };
};

const renameDeal: Edit = (world, random, now) => {
  const deal = random.pick(world.opportunities);
  const changed = { ...deal, name: `${deal.name} ${random.int(2, 9)}`, date_modified: now };
  return { ...world, opportunities: with_(world.opportunities, deal, changed) };
};

const changeTitle: Edit = (world, random, now) => {
  const person = random.pick(world.people);
  const changed = { ...person, title: random.pick(['CFO', 'Buyer', 'Office Manager']), date_modified: now };
  return { ...world, people: with_(world.people, person, changed) };
};

const deleteLead: Edit = (world, random) => {
  const lead = random.pick(world.leads);
  return lead.converted_at === null ? { ...world, leads: without(world.leads, lead) } : world;
};

const edits: readonly Edit[] = [
  addTask,
  deleteTask,
  completeTask,
  changeValue,
  changeValue,
  renameDeal,
  changeTitle,
  deleteLead,
];

/** The account after one edit, or after a few at once. */
export function churned(world: World, random: Random, now: number): World {
  let later = world;
  for (let left = random.int(1, random.chance(0.2) ? 12 : 2); left > 0; left--)
    later = random.pick(edits)(later, random, now);
  return later;
}
