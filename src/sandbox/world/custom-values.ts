import { customFieldDefinitions } from './custom-fields.ts';
import type { GeneratorContext } from './generator-context.ts';
import { randomSentences } from './phrases.ts';
import type { RandomStream } from './random.ts';
import type { CustomValue, EntityType } from './records.ts';
import type { CustomFieldDefinition, DataType } from './settings-records.ts';

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
 * Every field of the entity, filled or empty: Copper lists all of them on every record.
 * What is `settled`, by the field's label, is not left to chance.
 */
export function randomCustomValues(
  type: EntityType,
  random: RandomStream,
  context: GeneratorContext,
  settled: Readonly<Record<string, Value>> = {},
): CustomValue[] {
  return (fieldsByType.get(type) ?? []).map((field) => {
    const known = settled[field.name];
    if (known !== undefined) return { custom_field_definition_id: field.id, value: known };
    const empty = emptyValues[field.data_type] ?? null;
    const value = random.chance(0.35) ? empty : valueMakers[field.data_type](random, field, context);
    return { custom_field_definition_id: field.id, value };
  });
}

/** Writes one value by the field's label. */
export function setCustomValue(values: readonly CustomValue[], label: string, value: Value): void {
  const slot = slotOf(values, label);
  if (slot !== undefined) slot.value = value;
}

/** One value by the field's label; null where the record has no such field. */
export function customValue(values: readonly CustomValue[], label: string): Value {
  return slotOf(values, label)?.value ?? null;
}

/** The id of an option by its label and its field's. */
export function optionId(field: string, label: string): number | null {
  const options = customFieldDefinitions.find((one) => one.name === field)?.options ?? [];
  return options.find((option) => option.name === label)?.id ?? null;
}

function slotOf(values: readonly CustomValue[], label: string): CustomValue | undefined {
  const field = customFieldDefinitions.find((one) => one.name === label);
  return values.find((one) => one.custom_field_definition_id === field?.id);
}
