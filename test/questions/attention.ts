import assert from 'node:assert/strict';
import type { Opportunity, World } from '../../src/sandbox/sandbox.ts';
import type { Asking, Question } from './ask.ts';
import { closes, dayOf, ids, idsOf, isRevenue, within } from './truth.ts';

const day = 86_400;

/** The deals that are told, page after page, are these. */
async function tells(
  { call, world }: Asking,
  input: Record<string, unknown>,
  holds: (deal: Opportunity) => boolean,
): Promise<void> {
  const answer = await call('deals_needing_attention', { ...input, limit: 50 });
  const expected = world.opportunities.filter((deal) => deal.status === 'Open' && holds(deal));
  assert.ok(expected.length > 0);
  assert.equal(answer.total, expected.length);
  const known = idsOf(expected);
  assert.ok(answer.rows.length > 0 && ids(answer).every((id) => known.includes(id)));
}

const silentFor = (days: number, now: number, { date_last_contacted: at }: Opportunity) =>
  at === null || dayOf(at) <= dayOf(now - days * day);

const hasTask = ({ tasks }: World, { id }: Opportunity) =>
  tasks.some(
    ({ status, related_resource: about }) =>
      status === 'Open' && about?.type === 'opportunity' && about.id === id,
  );

/** Questions about deals that somebody should look at. */
export const attention: readonly Question[] = [
  {
    number: 1,
    asks: 'Deals over 20k closing this month that nobody has contacted for 14 days?',
    answer: (asking) =>
      tells(
        asking,
        { reasons: 'silent', silent: '14', value: '20000..', closes: 'this-month' },
        (deal) =>
          (deal.monetary_value ?? 0) >= 20_000 &&
          within(closes(deal), '2026-11-01', '2026-11-30') &&
          silentFor(14, asking.now, deal),
      ),
  },
  {
    number: 17,
    asks: 'Which deals have no next task?',
    answer: (asking) => tells(asking, { reasons: 'no_task' }, (deal) => !hasTask(asking.world, deal)),
  },
  {
    number: 25,
    asks: 'Which deals lack a close date or a value?',
    answer: (asking) =>
      tells(
        asking,
        { reasons: ['no_close_date', 'no_value'] },
        (deal) => deal.close_date === null || (isRevenue(asking.world, deal) && !(deal.monetary_value ?? 0)),
      ),
  },
  {
    number: 37,
    asks: 'Which deals have no primary contact?',
    answer: (asking) =>
      tells(asking, { reasons: 'no_primary_contact' }, ({ primary_contact_id: id }) => id === null),
  },
  {
    number: 39,
    asks: 'Which deals have been in their stage longer than is usual for it?',
    async answer({ call, world, now }) {
      const answer = await call('deals_needing_attention', { reasons: 'stuck', stuck: 'usual', limit: 50 });
      assert.ok(answer.rows.length > 0);
      for (const { id, reasons = '' } of answer.rows) {
        const deal = world.opportunities.find((one) => one.id === Number(id));
        const [, days = '', usual = ''] = /^stuck (\d+) d \(usual (\d+)\)$/.exec(reasons) ?? [];
        assert.ok(deal !== undefined && Number(days) >= Number(usual));
        assert.equal(
          Number(days),
          Math.round(
            (Date.parse(`${dayOf(now)}T00:00Z`) - Date.parse(`${dayOf(deal.date_stage_changed)}T00:00Z`)) /
              (day * 1000),
          ),
        );
      }
    },
  },
];
