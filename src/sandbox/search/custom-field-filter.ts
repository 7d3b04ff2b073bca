import { asBoolean, asInteger, asList, asNumber, isBlank, isJsonObject } from '../read-value.ts';
import { SandboxError, validationError } from '../refusal.ts';
import type { CustomValue, EntityType } from '../world/records.ts';
import type { CustomFieldDefinition } from '../world/settings-records.ts';
import { createFilter, type RowTest, type SearchFilter } from './filter.ts';

type Value = CustomValue['value'];
type Condition = Readonly<Record<string, unknown>>;
type ValueTest = RowTest<Value>;

const conditionKeys = [
  'custom_field_definition_id',
  'value',
  'minimum_value',
  'maximum_value',
  'allow_empty',
  'option',
];

/** By custom fields, all of which must hold; only fields that their definition calls filterable. */
export function customFieldFilter<T extends { custom_fields: CustomValue[] }>(
  type: EntityType,
): SearchFilter<T> {
  return createFilter((value, _name, context) => {
    const tests = asList(value).map((demand) => {
      if (!isJsonObject(demand)) throw validationError('Custom Fields: Invalid value for Custom Fields');
      const id = asInteger(demand.custom_field_definition_id);
      const field = id === undefined ? undefined : context.index.fields.get(id);
      const unknown = Object.keys(demand).filter((key) => !conditionKeys.includes(key));
      if (unknown.length > 0)
        throw validationError(...unknown.map((key) => `Base: Unrecognized attributes specified: ${key}`));
      if (!field?.available_on.includes(type)) {
        throw validationError(
          `Custom Field Definition: Invalid value for Custom Field Definition: ${String(id)}`,
        );
      }
      if (!field.is_filterable) throw validationError(`Custom Fields: ${field.name} is not searchable`);
      return { id: field.id, holds: conditionTest(field, demand, (at) => context.index.calendar.dayOf(at)) };
    });
    return (row) =>
      tests.every(({ id, holds }) => {
        const slot = row.custom_fields.find((one) => one.custom_field_definition_id === id);
        return slot !== undefined && holds(slot.value);
      });
  });
}

function conditionTest(
  field: CustomFieldDefinition,
  demand: Condition,
  dayOf: (at: number) => number,
): ValueTest {
  const { value, minimum_value, maximum_value } = demand;
  const empty = asBoolean(demand.allow_empty) === true;
  if (isBlank(value) && isBlank(minimum_value) && isBlank(maximum_value)) {
    if (empty) throw new SandboxError(500, 'Internal server error');
    throw validationError("Custom Fields: value can't be blank");
  }
  const holds = typeTest(field, demand, dayOf);
  return (found) => (isEmpty(found) ? empty : holds(found));
}

function typeTest(field: CustomFieldDefinition, demand: Condition, dayOf: (at: number) => number): ValueTest {
  if (field.data_type === 'Checkbox') {
    const wanted = asBoolean(demand.value);
    if (wanted === undefined) throw invalidCondition(field);
    return (found) => found === wanted;
  }
  if (field.data_type === 'Dropdown' || field.data_type === 'MultiSelect') return optionTest(field, demand);
  if (!isBlank(demand.value)) {
    const wanted = conditionNumber(field, demand.value);
    const isDate = field.data_type === 'Date';
    return (found) =>
      typeof found === 'number' && (isDate ? dayOf(found) === dayOf(wanted) : found === wanted);
  }
  const least = isBlank(demand.minimum_value)
    ? Number.NEGATIVE_INFINITY
    : conditionNumber(field, demand.minimum_value);
  const most = isBlank(demand.maximum_value)
    ? Number.POSITIVE_INFINITY
    : conditionNumber(field, demand.maximum_value);
  return (found) => typeof found === 'number' && found >= least && found <= most;
}

/** A multi-select must hold all the options unless `option` says ANY; which is the default is not public. */
function optionTest(field: CustomFieldDefinition, demand: Condition): ValueTest {
  const known = new Set(field.options?.map((option) => option.id));
  const wanted = asList(demand.value).map((item) => {
    const id = asInteger(item);
    if (id === undefined || !known.has(id)) throw invalidCondition(field);
    return id;
  });
  if (field.data_type === 'Dropdown') return (found) => typeof found === 'number' && wanted.includes(found);
  const option = demand.option ?? 'ALL';
  const held = (found: Value, id: number): boolean => Array.isArray(found) && found.includes(id);
  if (option === 'ALL') return (found) => wanted.every((id) => held(found, id));
  if (option === 'ANY') return (found) => wanted.some((id) => held(found, id));
  if (option === 'NONE') return (found) => !wanted.some((id) => held(found, id));
  throw invalidCondition(field);
}

function conditionNumber(field: CustomFieldDefinition, value: unknown): number {
  const found = asNumber(value);
  if (found === undefined) throw invalidCondition(field);
  return found;
}

function invalidCondition(field: CustomFieldDefinition): SandboxError {
  return validationError(`Custom Fields: Invalid value for ${field.name}`);
}

function isEmpty(value: Value): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}
