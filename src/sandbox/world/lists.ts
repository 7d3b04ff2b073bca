import type { Named } from './records.ts';
import type { ActivityType, CustomActivityType } from './settings-records.ts';

/** The account's short lists. */

export const CUSTOMER_SOURCES: readonly Named[] = numbered(331_240, [
  'Email',
  'Cold Call',
  'Advertising',
  'Referral',
  'Trade Show',
  'Website',
]);
export const LOSS_REASONS: readonly Named[] = numbered(300_103, [
  'Price',
  'Features',
  'Competitor',
  'Timing',
  'No budget',
  'No decision',
]);
export const CONTACT_TYPES: readonly Named[] = numbered(451_490, [
  'Potential Customer',
  'Current Customer',
  'Uncategorized',
  'Partner',
  'Other',
]);

/** Real accounts name their own statuses; these four satisfy the contract's enum as well. */
export const LEAD_STATUSES: readonly (Named & { order: number; is_default: boolean })[] = numbered(208_231, [
  'New',
  'Contacted',
  'Qualified',
  'Unqualified',
]).map((status, order) => ({ ...status, order, is_default: order === 0 }));

/** A note is id 0; id 1 means something else in each category on small accounts, so both must be sent. */
export const ACTIVITY_TYPES: readonly ActivityType[] = [
  kind(0, 'user', 'Note'),
  kind(190_711, 'user', 'Phone Call', true),
  kind(190_712, 'user', 'Meeting', true),
  kind(190_713, 'user', 'To Do'),
  kind(245_802, 'user', 'Demo', true),
  kind(245_803, 'user', 'Site Visit', true),
  { ...kind(245_810, 'user', 'Fax'), is_disabled: true },
  kind(1, 'system', 'Property Changed'),
  kind(3, 'system', 'Pipeline Stage Changed'),
];

/** What users log without having talked to anybody: notes and to-dos. */
export const NO_INTERACTIONS: ReadonlySet<number> = new Set(
  ACTIVITY_TYPES.filter((type) => type.category === 'user' && !type.count_as_interaction).map(({ id }) => id),
);

export const CUSTOM_ACTIVITY_TYPES: readonly CustomActivityType[] = ACTIVITY_TYPES.filter(
  (type) => type.category === 'user' && type.id !== 0,
).map((type) => ({
  id: type.id,
  company_id: 61_234,
  icon_type: type.name === 'Phone Call' ? 'Phone' : type.name === 'To Do' ? 'Todo' : 'Event',
  is_disabled: type.is_disabled,
  is_interaction: type.count_as_interaction,
  count_as_interaction: type.count_as_interaction,
  name: type.name,
  is_default_task_type: type.name === 'To Do' ? true : null,
}));

function numbered(base: number, names: readonly string[]): Named[] {
  return names.map((name, index) => ({ id: base + index, name }));
}

function kind(id: number, category: 'user' | 'system', name: string, interaction = false): ActivityType {
  return { id, category, name, is_disabled: false, count_as_interaction: interaction };
}
