import assert from 'node:assert/strict';
import type { Activity, Opportunity, World } from '../../src/sandbox/sandbox.ts';
import type { Asking, Question } from './ask.ts';
import type { ParsedAnswer, Part } from './parsed-answer.ts';
import { dayOf, isRevenue, userName, within } from './truth.ts';

const dana = 137_658;

/** What a deal came to, and when. */
export interface Closing {
  readonly deal: Opportunity;
  readonly to: string;
  readonly at: number;
}

const isStatusChange = ({ type, parent, new_value: to }: Activity) =>
  type.category === 'system' && type.id === 1 && parent.type === 'opportunity' && typeof to === 'string';

/** What deals that earn money came to within days: their last change of status there. */
export function closings(world: World, from: string, to: string): Closing[] {
  const last = new Map<number, Closing>();
  const changes = world.activities
    .filter((each) => isStatusChange(each) && within(dayOf(each.activity_date), from, to))
    .toSorted((a, b) => a.activity_date - b.activity_date);
  for (const { parent, new_value: status, activity_date: at } of changes) {
    const deal = world.opportunities.find(({ id }) => id === parent.id);
    if (deal !== undefined && isRevenue(world, deal)) last.set(deal.id, { deal, to: String(status), at });
  }
  return [...last.values()];
}

/** The table of outcomes, which stands last. */
function outcomes({ parts }: ParsedAnswer): Part {
  const found = parts.find(({ head }) => head.startsWith('outcomes'));
  assert.ok(found !== undefined);
  return found;
}

const all = ({ rows }: Part, name: string) => rows.find((row) => row[name] === 'all');
const count = (some: readonly Closing[], status: string) => some.filter(({ to }) => to === status).length;
const usd = (text: string | undefined) => Number(/([\d.]+) USD/.exec(text ?? '')?.[1] ?? 0);
const sum = (some: readonly Closing[], unit: string) =>
  some.reduce((total, { deal }) => total + (deal.monetary_unit === unit ? (deal.monetary_value ?? 0) : 0), 0);

/** Asks for outcomes by owner and checks those that were won, for each of them. */
async function wonByOwner({ call, world }: Asking, during: string, from: string, to: string) {
  const answer = await call('pipeline_changes', { during, by: 'owner', limit: 0 });
  const table = outcomes(answer);
  const period = closings(world, from, to);
  for (const row of table.rows.filter(({ owner }) => owner !== 'all')) {
    const own = period.filter(({ deal }) => userName(world, deal.assignee_id) === row.owner);
    const [won, lost] = [count(own, 'Won'), count(own, 'Lost')];
    assert.deepEqual([Number(row.won), Number(row.lost)], [won, lost]);
    assert.equal(
      usd(row.won_value),
      sum(
        own.filter((each) => each.to === 'Won'),
        'USD',
      ),
    );
    const rate = won + lost === 0 ? '' : String(Math.round((1000 * won) / (won + lost)) / 10);
    assert.equal(row.win_rate_percent ?? '', rate);
  }
  assert.equal(Number(all(table, 'owner')?.won), count(period, 'Won'));
}

/** Questions about what deals came to: Copper keeps no date of closing, its feed does. */
export const won: readonly Question[] = [
  {
    number: 11,
    asks: 'Win rate of last quarter, per rep?',
    answer: (asking) => wonByOwner(asking, 'last-quarter', '2026-07-01', '2026-09-30'),
  },
  {
    number: 12,
    asks: 'Why did we lose deals last quarter?',
    async answer({ call, world }) {
      const answer = await call('pipeline_changes', {
        during: 'last-quarter',
        changes: 'lost',
        by: 'loss_reason',
        limit: 0,
      });
      const lost = closings(world, '2026-07-01', '2026-09-30').filter(({ to }) => to === 'Lost');
      assert.ok(lost.length > 0);
      for (const row of outcomes(answer).rows.filter(({ loss_reason: name }) => name !== 'all')) {
        const reason = world.lossReasons.find(({ name }) => name === row.loss_reason)?.id ?? null;
        assert.equal(Number(row.lost), lost.filter(({ deal }) => deal.loss_reason_id === reason).length);
      }
    },
  },
  {
    number: 13,
    asks: 'How long is our sales cycle, for deals won this year?',
    async answer({ call, world }) {
      const answer = await call('pipeline_changes', {
        during: 'this-year',
        changes: 'won',
        by: 'pipeline',
        limit: 0,
      });
      const days = closings(world, '2026-01-01', '2026-12-31')
        .filter(({ to }) => to === 'Won')
        .map(({ deal, at }) => (at - deal.date_created) / 86_400);
      const mean = days.reduce((total, each) => total + each, 0) / days.length;
      const told = Number(all(outcomes(answer), 'pipeline')?.average_days_to_win);
      assert.ok(Math.abs(told - mean) < 0.06);
    },
  },
  {
    number: 19,
    asks: 'What changed in my pipeline since Monday?',
    async answer({ call, world }) {
      const answer = await call('pipeline_changes', { during: 'this-week', owner: 'me', limit: 50 });
      const mine = world.opportunities.filter(({ assignee_id: id }) => id === dana).map(({ id }) => id);
      const since = world.activities.filter(
        ({ parent, type, activity_date: at, new_value: to }) =>
          parent.type === 'opportunity' &&
          mine.includes(parent.id) &&
          within(dayOf(at), '2026-11-23', '2026-11-29') &&
          type.category === 'system' &&
          (type.id === 3 || (type.id === 1 && to !== null)),
      );
      const created = world.opportunities.filter(
        (deal) => mine.includes(deal.id) && within(dayOf(deal.date_created), '2026-11-23', '2026-11-29'),
      );
      assert.ok(since.length > 0 && created.length > 0);
      assert.equal(answer.total, since.length + created.length);
    },
  },
  {
    number: 30,
    asks: 'What did Dana win this year?',
    async answer({ call, world }) {
      const answer = await call('pipeline_changes', {
        during: 'this-year',
        owner: 'Dana Li',
        changes: 'won',
        limit: 50,
      });
      const wins = closings(world, '2026-01-01', '2026-12-31').filter(
        ({ deal, to }) => to === 'Won' && deal.assignee_id === dana,
      );
      assert.ok(wins.length > 0);
      const known = new Set(answer.rows.map(({ id }) => Number(id)));
      assert.ok(wins.every(({ deal }) => known.has(deal.id)));
    },
  },
  {
    number: 40,
    asks: 'Leaderboard of won revenue this quarter, in mixed currencies?',
    answer: (asking) => wonByOwner(asking, 'this-quarter', '2026-10-01', '2026-12-31'),
  },
];
