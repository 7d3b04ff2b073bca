import type { Pipeline } from './settings-records.ts';

/** Three pipelines: two share the stage name Negotiation, the third is without revenue. */
export const accountPipelines: readonly Pipeline[] = [
  pipeline(213_214, 'Sales', true, [
    [987_790, 'Qualifying', 10],
    [987_791, 'Proposal', 35],
    [987_792, 'Negotiation', 60],
    [987_793, 'Contract', 85],
  ]),
  pipeline(213_221, 'Enterprise', true, [
    [987_801, 'Discovery', 5],
    [987_802, 'Evaluation', 25],
    [987_803, 'Negotiation', 55],
    [987_804, 'Procurement', 80],
  ]),
  pipeline(213_230, 'Onboarding', false, [
    [987_811, 'Kickoff', null],
    [987_812, 'Setup', null],
    [987_813, 'Live', null],
  ]),
];

function pipeline(
  id: number,
  name: string,
  is_revenue: boolean,
  stages: readonly (readonly [id: number, name: string, win: number | null])[],
): Pipeline {
  return {
    id,
    name,
    stages: stages.map(([stage, label, win]) => ({ id: stage, name: label, win_probability: win })),
    type: 'opportunity',
    is_revenue,
  };
}
