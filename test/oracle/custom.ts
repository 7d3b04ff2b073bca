import type { CustomFieldDefinition, CustomValue, EntityType } from '../../src/sandbox/sandbox.ts';
import type { Ground, Shape, Value } from './facts.ts';

/** Custom fields are told by their label; no field of the account is called like one of Copper's own. */
export const customFieldsOf = (
  { world }: Pick<Ground, 'world'>,
  type: EntityType,
): readonly CustomFieldDefinition[] =>
  world.customFields.filter(({ available_on }) => available_on.includes(type));

/** How the values of a custom field are told. */
export function shapeOf({ data_type: type }: CustomFieldDefinition): Shape {
  switch (type) {
    case 'Date':
      return 'day';
    case 'Checkbox':
      return 'flag';
    case 'Float':
    case 'Currency':
    case 'Percentage':
      return 'number';
    case 'MultiSelect':
    case 'Connect':
      return 'all';
    default:
      return 'text';
  }
}

/** Names for ids of options, days for seconds, ids of connected records as text. */
function customValue(
  { options = [], data_type: type }: CustomFieldDefinition,
  value: CustomValue['value'],
  { home }: Ground,
): Value {
  const option = (id: number) => options.find((one) => one.id === id)?.name ?? String(id);
  if (Array.isArray(value)) return value.map(option);
  if (type === 'Dropdown' && typeof value === 'number') return option(value);
  if (type === 'Date' && typeof value === 'number') return home.day(value);
  return value;
}

/** The values of the custom fields of one record, by their labels. */
export function customFacts(
  type: EntityType,
  values: readonly CustomValue[],
  ground: Ground,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    customFieldsOf(ground, type).map((field) => {
      const found = values.find((one) => one.custom_field_definition_id === field.id);
      return [field.name, customValue(field, found?.value ?? null, ground)];
    }),
  );
}
