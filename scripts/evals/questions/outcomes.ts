import type { World } from '../../../src/sandbox/sandbox.ts';
import { type Closing, closings } from '../../../test/questions/outcomes.ts';
import { dayOf, userName, within } from '../../../test/questions/truth.ts';
import { asked, dana, grouped, worth } from '../account.ts';
import { call, type EvalQuestion } from '../question.ts';

const changes = 'pipeline_changes';
/** Deals have no date of winning or losing: searching them by another date answers another question. */
const misleading = [
  call('search_opportunities', { status: /won|lost/, closes: /./ }),
  call('summarize', { status: /won|lost/, closes: /./ }),
  call('search_opportunities', { status: /won|lost/, modified: /./ }),
  call('summarize', { status: /won|lost/, modified: /./ }),
];

const byOwner = (world: World, rows: readonly Closing[]) =>
  grouped(rows, ({ deal }) => userName(world, deal.assignee_id)).filter(([name]) => name !== '(none)');
const wonOf = (rows: readonly Closing[]) => rows.filter(({ to }) => to === 'Won').map(({ deal }) => deal);

/** Questions 1 to 40 about what deals came to: Copper keeps no date of closing, its feed does. */
export const outcomeQuestions: readonly EvalQuestion[] = [
  {
    number: 11,
    asks: asked(11),
    optimal: [call(changes, { by: /owner/ })],
    acceptable: [call(changes), call('search_activities')],
    forbidden: misleading,
    expects({ world }) {
      const closed = closings(world, '2026-07-01', '2026-09-30').filter(
        ({ to }) => to === 'Won' || to === 'Lost',
      );
      const rates = byOwner(world, closed)
        .slice(0, 4)
        .map(([name, rows]) => ({ name, rate: (100 * wonOf(rows).length) / rows.length }));
      return { names: rates.map(({ name }) => name), numbers: rates.map(({ rate }) => rate) };
    },
  },
  {
    number: 12,
    asks: asked(12),
    optimal: [call(changes, { by: /loss_reason/ })],
    acceptable: [call(changes), call('search_activities')],
    forbidden: misleading,
    expects({ world }) {
      const lost = closings(world, '2026-07-01', '2026-09-30').filter(({ to }) => to === 'Lost');
      const reasons = grouped(
        lost,
        ({ deal }) => world.lossReasons.find(({ id }) => id === deal.loss_reason_id)?.name ?? '(none)',
      ).filter(([name]) => name !== '(none)');
      return { names: reasons.map(([name]) => name), numbers: reasons.map(([, rows]) => rows.length) };
    },
  },
  {
    number: 13,
    asks: asked(13),
    optimal: [call(changes)],
    acceptable: [call('funnel')],
    forbidden: misleading,
    expects({ world }) {
      const days = closings(world, '2026-01-01', '2026-12-31')
        .filter(({ to }) => to === 'Won')
        .map(({ deal, at }) => (at - deal.date_created) / 86_400)
        .sort((a, b) => a - b);
      const mean = days.reduce((total, each) => total + each, 0) / days.length;
      const middle =
        ((days[Math.floor((days.length - 1) / 2)] ?? 0) + (days[Math.floor(days.length / 2)] ?? 0)) / 2;
      return { numbers: [[mean, middle]] };
    },
  },
  {
    number: 19,
    asks: asked(19),
    optimal: [call(changes)],
    acceptable: [call('today'), call('search_activities')],
    expects({ world }) {
      const moved = world.opportunities.filter(
        (deal) =>
          deal.assignee_id === dana &&
          (within(dayOf(deal.date_created), '2026-11-23', '2026-11-29') ||
            world.activities.some(
              ({ parent, type, activity_date: at, new_value: to }) =>
                parent.type === 'opportunity' &&
                parent.id === deal.id &&
                type.category === 'system' &&
                (type.id === 3 || (type.id === 1 && to !== null)) &&
                within(dayOf(at), '2026-11-23', '2026-11-29'),
            )),
      );
      return { names: moved.map(({ name }) => name) };
    },
  },
  {
    number: 30,
    asks: asked(30),
    optimal: [call(changes, { owner: /dana|me|137658/ }), call(changes, { by: /owner/ })],
    acceptable: [call(changes), call('forecast')],
    forbidden: misleading,
    expects({ world }) {
      const wins = wonOf(closings(world, '2026-01-01', '2026-12-31')).filter(
        ({ assignee_id: id }) => id === dana,
      );
      return { numbers: [wins.length, worth(wins)] };
    },
  },
  {
    number: 40,
    asks: asked(40),
    optimal: [call(changes, { by: /owner/ })],
    acceptable: [call(changes), call('forecast', { by: /owner/ })],
    forbidden: misleading,
    expects({ world }) {
      const owners = byOwner(world, closings(world, '2026-10-01', '2026-12-31'))
        .map(([name, rows]) => ({ name, value: worth(wonOf(rows)) }))
        .sort((a, b) => b.value - a.value)
        .slice(0, 3);
      return { names: owners.map(({ name }) => name), numbers: owners.map(({ value }) => value) };
    },
  },
];
