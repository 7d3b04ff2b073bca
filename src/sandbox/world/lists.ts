import type { Named } from './records.ts';
import type { ActivityType, CustomActivityType, Pipeline } from './settings-records.ts';

/** Where leads and deals come from. */
export const accountCustomerSources = numbered(
  331_240,
  'Email, Cold Call, Advertising, Referral, Trade Show, Website',
);

/** Why deals are lost. */
export const accountLossReasons = numbered(
  300_103,
  'Price, Features, Competitor, Timing, No budget, No decision',
);

/** The contact types of people and companies. */
export const accountContactTypes = numbered(
  451_490,
  'Potential Customer, Current Customer, Uncategorized, Partner, Other',
);

/** Real accounts name their own statuses; these four satisfy the contract's enum as well. */
export const accountLeadStatuses: readonly (Named & { order: number; is_default: boolean })[] = numbered(
  208_231,
  'New, Contacted, Qualified, Unqualified',
).map((status, order) => ({ ...status, order, is_default: order === 0 }));

/** The id of a note. */
export const noteTypeId = 0;

/** The activity types: on small accounts id 1 means something else in each category, so requests must send both. */
export const accountActivityTypes: readonly ActivityType[] = [
  activityType(noteTypeId, 'user', 'Note'),
  activityType(190_711, 'user', 'Phone Call', true),
  activityType(190_712, 'user', 'Meeting', true),
  activityType(190_713, 'user', 'To Do'),
  activityType(245_802, 'user', 'Demo', true),
  activityType(245_803, 'user', 'Site Visit', true),
  { ...activityType(245_810, 'user', 'Fax'), is_disabled: true },
  activityType(1, 'system', 'Property Changed'),
  activityType(3, 'system', 'Pipeline Stage Changed'),
];

const userTypes = accountActivityTypes.filter((type) => type.category === 'user');

/** Ids of the types that users log without having talked to anybody, such as notes and to-dos. */
export const nonInteractionTypes: ReadonlySet<number> = new Set(
  userTypes.filter((type) => !type.count_as_interaction).map(({ id }) => id),
);

/** The user's activity types without the note, as their own endpoint lists them. */
export const accountCustomActivityTypes: readonly CustomActivityType[] = userTypes
  .filter((type) => type.id !== noteTypeId)
  .map(({ id, name, is_disabled, count_as_interaction }) => ({
    id,
    company_id: 61_234,
    icon_type: name === 'Phone Call' ? 'Phone' : name === 'To Do' ? 'Todo' : 'Event',
    is_disabled,
    is_interaction: count_as_interaction,
    count_as_interaction,
    name,
    is_default_task_type: name === 'To Do' ? true : null,
  }));

function numbered(firstId: number, names: string): readonly Named[] {
  return names.split(', ').map((name, index) => ({ id: firstId + index, name }));
}

function activityType(
  id: number,
  category: ActivityType['category'],
  name: string,
  count_as_interaction = false,
): ActivityType {
  return { id, category, name, is_disabled: false, count_as_interaction };
}

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
