import { describe, expect, test } from 'vitest';
import type { Opportunity } from '../../src/sandbox/sandbox.ts';
import { found, idsOf, NOW, sandboxAt } from './ask.ts';

const sandbox = sandboxAt();
const { world } = sandbox;
const DAY = 86_400;
const now = Math.floor(NOW / 1000);
const dana = 137_658;

describe('opportunities', () => {
  const isLost = ({ status }: Opportunity): boolean => status === 'Lost' || status === "Won't Do";
  const cases: [object, (deal: Opportunity) => boolean][] = [
    [{ statuses: ['Open', 'Won'] }, (deal) => ['Open', 'Won', 'Done'].includes(deal.status)],
    [{ statuses: 'Lost' }, isLost],
    [{ status_ids: [3] }, (deal) => ['Abandoned', 'On Hold'].includes(deal.status)],
    [{ assignee_ids: [dana, -2] }, (deal) => deal.assignee_id === dana || deal.assignee_id === null],
    [{ company_ids: [-2] }, (deal) => deal.company_id === null],
    [{ loss_reason_ids: ['-2'], statuses: ['Lost'] }, (deal) => isLost(deal) && !deal.loss_reason_id],
    [{ customer_source_ids: [331_240] }, (deal) => deal.customer_source_id === 331_240],
    [
      { pipeline_stage_ids: [987_792, 987_803] },
      (deal) => [987_792, 987_803].includes(deal.pipeline_stage_id),
    ],
    [
      { minimum_monetary_value: '50000', maximum_monetary_value: 90_000 },
      ({ monetary_value: v }) => v !== null && v >= 50_000 && v <= 90_000,
    ],
    [
      { minimum_close_date: now, maximum_close_date: now + 30 * DAY },
      ({ close_date: d }) => d !== null && d >= now && d <= now + 30 * DAY,
    ],
    [
      { maximum_interaction_date: now - 30 * DAY },
      ({ date_last_contacted: d }) => d !== null && d <= now - 30 * DAY,
    ],
    [{ minimum_interaction_count: 3 }, (deal) => deal.interaction_count >= 3],
    [{ maximum_date_stage_changed: now - 60 * DAY }, (deal) => deal.date_stage_changed <= now - 60 * DAY],
    [{ minimum_win_probability: 60 }, (deal) => (deal.win_probability ?? 0) >= 60],
    [{ age: 90 * DAY }, (deal) => deal.date_created >= now - 90 * DAY],
    [{ priorities: ['None'] }, (deal) => deal.priority === 'None' || deal.priority === null],
    [{ tags: ['vip', 'hot'] }, (deal) => deal.tags.includes('vip') || deal.tags.includes('hot')],
    [{ tags: { option: 'NONE', value: ['vip'] } }, (deal) => !deal.tags.includes('vip')],
    [{ company_name: 'globex' }, (deal) => deal.company_name === 'Globex'],
    [{ name: '8 new copy machines' }, (deal) => deal.name === '8 New Copy Machines'],
    [{ name: '8 New' }, () => false],
    [
      { name: { value: 'renewal', special_value: [{ type: 'partial' }] } },
      (deal) => deal.name.includes('renewal'),
    ],
    [{ name: { value: 'renewal', special_value: [{ type: 'exact' }] } }, () => false],
    [{ name: '', tags: [], assignee_ids: [], company_name: null }, () => true],
  ];

  test.each(cases)('%j', async (body, expected) => {
    expect(await found(sandbox, '/opportunities/search', body)).toEqual(
      idsOf(world.opportunities.filter(expected)),
    );
  });

  test('a close day, whatever its hour', async () => {
    const deal = world.opportunities[0];
    const at = (deal?.close_date ?? 0) + 20 * 3600;
    expect(await found(sandbox, '/opportunities/search', { close_date: at })).toContain(deal?.id);
  });

  test('followed and not followed make up the whole', async () => {
    const yes = await found(sandbox, '/opportunities/search', { followed: 1 });
    const no = await found(sandbox, '/opportunities/search', { followed: 2 });
    expect(yes.length).toBeGreaterThan(0);
    expect(yes.length + no.length).toBe(600);
  });
});
