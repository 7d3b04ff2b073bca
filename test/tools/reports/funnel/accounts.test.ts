import { expect, test } from 'vitest';
import type { Activity, Opportunity, SandboxOptions, World } from '../../../../src/sandbox/sandbox.ts';
import { visitsOf } from '../../../oracle/passages.ts';
import { sharedWorld } from '../../../worlds.ts';
import { openReports } from '../open-reports.ts';
import { expectSums, stagesOf, stagesTold, visitsWithin } from './truth.ts';

const tool = 'funnel';
const [from, to] = ['2026-07-01T00:00:00-07:00', '2026-10-01T00:00:00-07:00'].map(
  (at) => Date.parse(at) / 1000,
);
const start = from ?? 0;
const end = (to ?? 0) - 1;

/** An account that differs from the usual one. */
const changed =
  (change: (world: World) => Partial<World>): NonNullable<SandboxOptions['generate']> =>
  (...given) => {
    const world = sharedWorld(...given);
    return { ...world, ...change(world) };
  };

test.each<[string, Partial<SandboxOptions>, Record<string, string>]>([
  ['the documented dialect', { names: 'documented' }, { COPPER_DIALECT: 'documented' }],
  [
    'the contract to the letter',
    { names: 'contract', shape: 'envelope', fields: 'contract' },
    { COPPER_DIALECT: 'contract' },
  ],
  ['no totals', { totals: false }, {}],
  ['a flat list of activity types', { activityTypes: 'flat' }, {}],
  ['pages of 20', { pageSize: 20 }, {}],
  ['every tenth request failing', { fault: { kind: '503', every: 10 } }, {}],
  ['every tenth reply cut off', { fault: { kind: 'cut', every: 10 }, pageSize: 50 }, {}],
])('the same answer with %s', async (_, sandbox, env) => {
  const { ask, world } = await openReports({ sandbox, env });
  const answer = await ask(tool, { during: 'last-quarter', max_requests: 500 });
  expect(stagesTold(answer)).toEqual(stagesOf(world, visitsWithin(world, start, end)));
  expect(answer.rows).toHaveLength(11);
  expectSums(answer);
});

const ofDeal =
  (id: number) =>
  ({ parent }: Activity) =>
    parent.type === 'opportunity' && parent.id === id;
const isMove = ({ type }: Activity) => type.category === 'system' && type.id === 3;

/** Some open deals of the usual account that were created last quarter, came to the second stage of Sales and are there. */
function secondStageDeals({ opportunities, activities, pipelines }: World): Opportunity[] {
  const [first, second] = pipelines[0]?.stages.map(({ id }) => id) ?? [];
  return opportunities.filter(
    (deal) =>
      deal.pipeline_stage_id === second &&
      deal.status === 'Open' &&
      deal.date_created >= start &&
      deal.date_created <= end &&
      activities.some(
        (one) => isMove(one) && ofDeal(deal.id)(one) && JSON.stringify(one.old_value).includes(`:${first},`),
      ) &&
      activities.filter((one) => isMove(one) && ofDeal(deal.id)(one)).length === 1,
  );
}

test('changes that the feed does not have are told, and only what is certain is counted', async () => {
  const gone: Opportunity[] = [];
  const generate = changed((world) => {
    gone.push(...secondStageDeals(world).slice(0, 3));
    return {
      activities: world.activities.filter((one) => !(isMove(one) && gone.some(({ id }) => ofDeal(id)(one)))),
    };
  });
  const plain = await openReports();
  const { ask } = await openReports({ sandbox: { generate } });
  const input = { during: 'last-quarter', cohort: true };
  const [before, after] = [await plain.ask(tool, input), await ask(tool, input)];
  const entered = ({ rows }: typeof before) => rows.map(({ entered: count }) => Number(count));
  expect(gone).toHaveLength(3);
  // Their first stage is not known; the one they are in has the date of the deal itself.
  const [first = 0, ...others] = entered(before);
  expect(entered(after)).toEqual([first - 3, ...others]);
  expect(after.notes).toContain(
    '3 deals have an incomplete history: not all changes of stage are in the feed. Where they were in between is not known, and entries without a date are not counted.',
  );
  expect(before.notes.join()).not.toContain('incomplete');
});

test('a deal that went to another pipeline has left its own; pipeline names the stages, not where the deals are today', async () => {
  const gone: Opportunity[] = [];
  const generate = changed((world) => {
    const [deal] = secondStageDeals(world);
    const [sales, enterprise] = world.pipelines;
    const move = deal && world.activities.find((one) => isMove(one) && ofDeal(deal.id)(one));
    const [stage, next] = [sales?.stages[1], enterprise?.stages[0]];
    if (
      deal === undefined ||
      move === undefined ||
      stage === undefined ||
      next === undefined ||
      enterprise === undefined
    )
      throw new Error('no such deal');
    gone.push(deal);
    const at = move.activity_date + 86_400;
    const left: Activity = {
      ...move,
      id: move.id + 1,
      activity_date: at,
      old_value: { id: stage.id, name: stage.name },
      new_value: { id: next.id, name: next.name },
    };
    const there = { ...deal, pipeline_id: enterprise.id, pipeline_stage_id: next.id, date_stage_changed: at };
    return {
      activities: [...world.activities, left].sort(
        (a, b) => b.activity_date - a.activity_date || b.id - a.id,
      ),
      opportunities: world.opportunities.map((one) => (one.id === deal.id ? there : one)),
    };
  });
  const { ask, world } = await openReports({ sandbox: { generate } });
  const answer = await ask(tool, { during: 'last-quarter', cohort: true, pipeline: 'sales' });
  const cohort = visitsOf(world).filter(({ deal }) => deal.date_created >= start && deal.date_created <= end);
  const own = stagesOf(
    world,
    cohort.filter(({ pipeline }) => pipeline === world.pipelines[0]?.id),
  );
  // Within one pipeline its name is not repeated.
  expect(stagesTold(answer)).toEqual(
    own.map((row) => ({ ...row, stage: row.stage?.replace(' (Sales)', '') })),
  );
  expect(gone).toHaveLength(1);
  expect(answer.notes).toContain('left_pipeline: 1 to another pipeline.');
});

test.each<[string, (world: World) => Partial<World>, string]>([
  [
    'an empty account',
    () => ({ opportunities: [], activities: [], leads: [] }),
    'stages entered: none match',
  ],
  [
    'one deal',
    ({ opportunities }) => ({
      opportunities: opportunities.filter(({ date_created: at }) => at > end).slice(0, 1),
      activities: [],
    }),
    'stages entered 1-1 of 1',
  ],
])('%s', async (_, change, head) => {
  const { ask } = await openReports({ sandbox: { generate: changed(change) } });
  const answer = await ask(tool, {});
  expect(answer.head.startsWith(head)).toBe(true);
  expect(answer.notes).toContain(
    'Changes of stage were read back to 2026-08-25; none was found. Copper does not say how far back it keeps them.',
  );
  for (const row of answer.rows) expect(row).toMatchObject({ entered: '1' });
});

test('changes of status that are too many for the requests are not read, and times that need them are left out', async () => {
  const { ask, world } = await openReports();
  const { head, rows, notes, parts } = await ask(tool, { during: 'this-quarter', max_requests: 9 });
  expect(head).toContain('read all ');
  const begin = Date.parse('2026-10-01T00:00:00-07:00') / 1000;
  const visits = visitsWithin(world, begin);
  const isClosed = ({ fate, deal }: (typeof visits)[number]) =>
    fate !== 'still_there' && deal.status !== 'Open';
  const open = visits.map((visit) =>
    isClosed(visit) && visit.fate !== 'advanced' && visit.fate !== 'moved_back'
      ? { ...visit, until: undefined }
      : visit,
  );
  expect(stagesTold({ head, rows })).toEqual(stagesOf(world, open));
  expect(notes.join('\n')).toMatch(
    /median_days leaves out \d+ stays that have ended: changes of status are too many to be read within max_requests\./,
  );
  expect(parts[0]?.columns).not.toContain('average_days_to_win');
});

test('a stage has the same name on every page, with its pipeline if another one has such a stage', async () => {
  const { ask } = await openReports();
  const stages = (await ask(tool, { during: 'last-quarter' })).rows.map(({ stage }) => stage);
  const pages = await Promise.all(
    [0, 3, 6, 9].map(async (offset) => (await ask(tool, { during: 'last-quarter', limit: 3, offset })).rows),
  );
  expect(pages.flat().map(({ stage }) => stage)).toEqual(stages);
  expect(stages).toContain('Negotiation (Sales)');
});
