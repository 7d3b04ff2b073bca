import type { EntityType } from './records.ts';
import type { CustomFieldDefinition, DataType } from './settings-records.ts';

type Spec = readonly [
  name: string,
  type: DataType,
  on: readonly EntityType[],
  more?: { options?: readonly string[]; currency?: string; connects?: string },
];

const specs: readonly Spec[] = [
  ['Region', 'Dropdown', ['opportunity'], { options: ['EMEA', 'Americas', 'APAC'] }],
  [
    'Products',
    'MultiSelect',
    ['opportunity'],
    { options: ['Platform', 'Analytics', 'Support Plus', 'Training', 'Hardware'] },
  ],
  ['ARR', 'Currency', ['opportunity'], { currency: 'USD' }],
  ['Renewal date', 'Date', ['opportunity', 'company']],
  ['Discount', 'Percentage', ['opportunity']],
  ['Legal approved', 'Checkbox', ['opportunity']],
  ['Contract link', 'URL', ['opportunity']],
  ['Next step', 'String', ['opportunity']],
  ['Decision notes', 'Text', ['opportunity']],
  ['Partner', 'Connect', ['opportunity'], { connects: 'Partner of' }],
  ['Partner of', 'Connect', ['company'], { connects: 'Partner' }],
  ['Seats', 'Float', ['opportunity']],
  [
    'Industry',
    'Dropdown',
    ['company', 'lead', 'opportunity'],
    { options: ['Healthcare', 'Manufacturing', 'Software', 'Retail', 'Finance', 'Logistics'] },
  ],
  ['Employees', 'Float', ['company']],
  ['Health score', 'Percentage', ['company']],
  ['Annual revenue', 'Currency', ['company'], { currency: 'EUR' }],
  [
    'Role',
    'Dropdown',
    ['person'],
    { options: ['Decision maker', 'Champion', 'Influencer', 'Blocker', 'End user'] },
  ],
  ['Interests', 'MultiSelect', ['person', 'lead'], { options: ['Golf', 'Sailing', 'Chess', 'Running'] }],
  ['Birthday', 'Date', ['person']],
  ['Newsletter', 'Checkbox', ['person', 'lead']],
  ['Background', 'Text', ['person']],
  ['Lead score', 'Float', ['lead']],
  ['Campaign', 'String', ['lead']],
  ['Effort', 'Dropdown', ['task'], { options: ['Small', 'Medium', 'Large'] }],
  ['Billable', 'Checkbox', ['task', 'project']],
];

const notFilterable: readonly DataType[] = ['String', 'Text', 'URL', 'Connect'];
const idOf = (index: number): number => 400_101 + index * 17;

/** Twenty-five fields of all eleven data types on all six types of record. */
export const customFieldDefinitions: readonly CustomFieldDefinition[] = specs.map(
  ([name, data_type, on, more], index) => ({
    id: idOf(index),
    name,
    canonical_name: null,
    data_type,
    available_on: [...on],
    is_filterable: !notFilterable.includes(data_type),
    ...(more?.options === undefined ? {} : { options: optionsOf(index, more.options) }),
    ...(more?.currency === undefined ? {} : { currency: more.currency }),
    ...(more?.connects === undefined
      ? {}
      : { connected_id: idOf(specs.findIndex(([other]) => other === more.connects)) }),
  }),
);

/** Last rank first: Copper does not list options by rank. */
function optionsOf(field: number, names: readonly string[]): { id: number; name: string; rank: number }[] {
  return names.map((name, rank) => ({ id: 1_400_000 + field * 100 + rank, name, rank })).reverse();
}
