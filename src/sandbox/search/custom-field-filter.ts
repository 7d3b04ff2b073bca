import { asBoolean, asInteger, asList, asNumber, isBlank, isJsonObject } from '../read-value.ts';
import { SandboxError, unrecognizedAttribute, validationError } from '../reply.ts';
import type { ZoneCalendar } from '../world/calendar.ts';
import type { CustomValue, EntityType, OwnedRecord } from '../world/records.ts';
import type { CustomFieldDefinition as Field } from '../world/settings-records.ts';
import { createFilter, matchOption, type RowTest, type SearchFilter } from './filter.ts';

type Value = CustomValue['value'];
type Condition = Readonly<Record<string, unknown>>;
type ValueTest = RowTest<Value>;

const conditionKeys = 'custom_field_definition_id value minimum_value maximum_value allow_empty option'.split(
  ' ',
);

/** Conditions on custom fields, all of which must hold; the definition of a field says whether it can be filtered by. */
export function customFieldFilter(type: EntityType): SearchFilter<Pick<OwnedRecord, 'custom_fields'>> {
  return createFilter((value, _name, { index }) => {
    const tests = asList(value).map((condition) => {
      if (!isJsonObject(condition)) throw validationError('Custom Fields: Invalid value for Custom Fields');
      const id = asInteger(condition.custom_field_definition_id);
      const field = index.customField(id);
      const unknown = Object.keys(condition).filter((key) => !conditionKeys.includes(key));
      if (unknown.length > 0) throw validationError(...unknown.map(unrecognizedAttribute));
      if (!field?.available_on.includes(type)) {
        const label = 'Custom Field Definition';
        throw validationError(`${label}: Invalid value for ${label}: ${String(id)}`);
      }
      if (!field.is_filterable) throw validationError(`Custom Fields: ${field.name} is not searchable`);
      return { id: field.id, holds: conditionTest(field, condition, index.calendar) };
    });
    return (row) =>
      tests.every(({ id, holds }) => {
        const slot = row.custom_fields.find((one) => one.custom_field_definition_id === id);
        return slot !== undefined && holds(slot.value);
      });
  });
}

function conditionTest(field: Field, condition: Condition, calendar: ZoneCalendar): ValueTest {
  const { value, minimum_value, maximum_value } = condition;
  const empty = asBoolean(condition.allow_empty) === true;
  if (isBlank(value) && isBlank(minimum_value) && isBlank(maximum_value)) {
    if (empty) throw new SandboxError(500, 'Internal server error');
    throw validationError("Custom Fields: value can't be blank");
  }
  const holds = typeTest(field, condition, calendar);
  return (found) => (isEmpty(found) ? empty : holds(found));
}

function typeTest(field: Field, condition: Condition, calendar: ZoneCalendar): ValueTest {
  if (field.data_type === 'Checkbox') {
    const wanted = asBoolean(condition.value);
    if (wanted === undefined) throw invalidCondition(field);
    return (found) => found === wanted;
  }
  if (field.data_type === 'Dropdown' || field.data_type === 'MultiSelect')
    return optionTest(field, condition);
  if (!isBlank(condition.value)) {
    const wanted = conditionNumber(field, condition.value);
    const isDate = field.data_type === 'Date';
    return (found) =>
      typeof found === 'number' &&
      (isDate ? calendar.dayOf(found) === calendar.dayOf(wanted) : found === wanted);
  }
  const bound = (limit: unknown, none: number): number =>
    isBlank(limit) ? none : conditionNumber(field, limit);
  const min = bound(condition.minimum_value, Number.NEGATIVE_INFINITY);
  const max = bound(condition.maximum_value, Number.POSITIVE_INFINITY);
  return (found) => typeof found === 'number' && found >= min && found <= max;
}

/** One of the options of a dropdown; all options of a multi-select unless `option` says otherwise (Copper's default is not public). */
function optionTest(field: Field, condition: Condition): ValueTest {
  const known = new Set(field.options?.map((option) => option.id));
  const wanted = asList(condition.value).map((item) => {
    const id = asInteger(item);
    if (id === undefined || !known.has(id)) throw invalidCondition(field);
    return id;
  });
  if (field.data_type === 'Dropdown') return (found) => typeof found === 'number' && wanted.includes(found);
  const matches = matchOption(condition.option ?? 'ALL');
  if (matches === undefined) throw invalidCondition(field);
  return (found) => matches(wanted, (id) => Array.isArray(found) && found.includes(id));
}

function conditionNumber(field: Field, value: unknown): number {
  const found = asNumber(value);
  if (found === undefined) throw invalidCondition(field);
  return found;
}

function invalidCondition(field: Field): SandboxError {
  return validationError(`Custom Fields: Invalid value for ${field.name}`);
}

function isEmpty(value: Value): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}
