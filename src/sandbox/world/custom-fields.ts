import type { GeneratorContext } from './generator-context.ts';
import type { RandomStream } from './random.ts';
import type { CustomValue, EntityType } from './records.ts';
import type { CustomFieldDefinition, DataType } from './settings-records.ts';
import { randomSentences } from './words.ts';

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
    ...(more?.options && { options: optionsOf(index, more.options) }),
    ...(more?.currency && { currency: more.currency }),
    ...(more?.connects && { connected_id: idOf(specs.findIndex(([other]) => other === more.connects)) }),
  }),
);

/** Last rank first: Copper does not list options by rank. */
function optionsOf(field: number, names: readonly string[]): { id: number; name: string; rank: number }[] {
  return names.map((name, rank) => ({ id: 1_400_000 + field * 100 + rank, name, rank })).reverse();
}

type Value = CustomValue['value'];
type MakeValue = (random: RandomStream, field: CustomFieldDefinition, context: GeneratorContext) => Value;

const optionIdsByField = new Map(
  customFieldDefinitions.map(({ id, options = [] }) => [id, options.map((option) => option.id)]),
);
const optionIds = (field: CustomFieldDefinition): readonly number[] => optionIdsByField.get(field.id) ?? [];

const valueMakers: Readonly<Record<DataType, MakeValue>> = {
  String: (random) => random.pick(['Send contract', 'Call the CFO', 'Spring mailing', 'Trade fair']),
  Text: (random) => randomSentences(random, 2),
  URL: (random) => `https://files.example/contracts/${random.int(1000, 9999)}`,
  Dropdown: (random, field) => random.pick(optionIds(field)),
  MultiSelect: (random, field) => random.some(optionIds(field), 3),
  Date: (random, field, { calendar, today }) =>
    calendar.midnight(today + (field.name === 'Birthday' ? -random.int(8000, 20000) : random.int(-90, 400))),
  Checkbox: (random) => random.chance(0.5),
  Float: (random) => random.int(1, 400) / 2,
  Percentage: (random) => random.int(0, 20) * 5,
  Currency: (random) => random.int(2, 800) * 500,
  Connect: () => [],
};

const emptyValues: Partial<Record<DataType, Value>> = { Checkbox: false, MultiSelect: [], Connect: [] };

const fieldsByType = new Map<EntityType, CustomFieldDefinition[]>();
for (const field of customFieldDefinitions) {
  for (const type of field.available_on) fieldsByType.set(type, [...(fieldsByType.get(type) ?? []), field]);
}

/**
 * All custom fields of a record, filled or empty, as Copper lists them on every record; `fixed` gives values by the name of
 * the field, the others are random.
 */
export function randomCustomValues(
  type: EntityType,
  random: RandomStream,
  context: GeneratorContext,
  fixed: Readonly<Record<string, Value>> = {},
): CustomValue[] {
  return (fieldsByType.get(type) ?? []).map((field) => {
    const known = fixed[field.name];
    if (known !== undefined) return { custom_field_definition_id: field.id, value: known };
    const empty = emptyValues[field.data_type] ?? null;
    const value = random.chance(0.35) ? empty : valueMakers[field.data_type](random, field, context);
    return { custom_field_definition_id: field.id, value };
  });
}

/** Sets a value by the name of its field; does nothing on a record without that field. */
export function setCustomValue(values: readonly CustomValue[], name: string, value: Value): void {
  const slot = slotOf(values, name);
  if (slot !== undefined) slot.value = value;
}

/** A value by the name of its field; null on a record without that field. */
export function customValue(values: readonly CustomValue[], name: string): Value {
  return slotOf(values, name)?.value ?? null;
}

/** The id of an option by its name and the name of its field; null when there is none. */
export function optionId(field: string, option: string): number | null {
  const options = customFieldDefinitions.find((one) => one.name === field)?.options ?? [];
  return options.find((one) => one.name === option)?.id ?? null;
}

function slotOf(values: readonly CustomValue[], name: string): CustomValue | undefined {
  const field = customFieldDefinitions.find((one) => one.name === name);
  return values.find((one) => one.custom_field_definition_id === field?.id);
}
