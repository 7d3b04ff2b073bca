import { asBoolean, asInteger, asList, asNumber, isBlank, isObject } from '../read-value.ts';
import { invalid, Refusal } from '../refusal.ts';
import type { CustomValue, EntityType } from '../world/records.ts';
import type { CustomField } from '../world/settings-records.ts';
import { type Filter, filter, type Test } from './filter.ts';

type Value = CustomValue['value'];
type Demand = Readonly<Record<string, unknown>>;
type Holds = Test<Value>;

const KEYS = [
  'custom_field_definition_id',
  'value',
  'minimum_value',
  'maximum_value',
  'allow_empty',
  'option',
];

/** By custom fields, all of which must hold; only fields that their definition calls filterable. */
export function customFields<T extends { custom_fields: CustomValue[] }>(type: EntityType): Filter<T> {
  return filter((value, _name, scene) => {
    const tests = asList(value).map((demand) => {
      if (!isObject(demand)) throw invalid('Custom Fields: Invalid value for Custom Fields');
      const id = asInteger(demand.custom_field_definition_id);
      const field = id === undefined ? undefined : scene.index.fields.get(id);
      const unknown = Object.keys(demand).filter((key) => !KEYS.includes(key));
      if (unknown.length > 0)
        throw invalid(...unknown.map((key) => `Base: Unrecognized attributes specified: ${key}`));
      if (!field?.available_on.includes(type)) {
        throw invalid(`Custom Field Definition: Invalid value for Custom Field Definition: ${String(id)}`);
      }
      if (!field.is_filterable) throw invalid(`Custom Fields: ${field.name} is not searchable`);
      return { id: field.id, holds: holdsFor(field, demand, (at) => scene.index.calendar.dayOf(at)) };
    });
    return (row) =>
      tests.every(({ id, holds }) => {
        const slot = row.custom_fields.find((one) => one.custom_field_definition_id === id);
        return slot !== undefined && holds(slot.value);
      });
  });
}

function holdsFor(field: CustomField, demand: Demand, dayOf: (at: number) => number): Holds {
  const { value, minimum_value, maximum_value } = demand;
  const empty = asBoolean(demand.allow_empty) === true;
  if (isBlank(value) && isBlank(minimum_value) && isBlank(maximum_value)) {
    if (empty) throw new Refusal(500, 'Internal server error');
    throw invalid("Custom Fields: value can't be blank");
  }
  const holds = byType(field, demand, dayOf);
  return (found) => (isEmpty(found) ? empty : holds(found));
}

function byType(field: CustomField, demand: Demand, dayOf: (at: number) => number): Holds {
  if (field.data_type === 'Checkbox') {
    const wanted = asBoolean(demand.value);
    if (wanted === undefined) throw badDemand(field);
    return (found) => found === wanted;
  }
  if (field.data_type === 'Dropdown' || field.data_type === 'MultiSelect') return options(field, demand);
  if (!isBlank(demand.value)) {
    const wanted = number(field, demand.value);
    const isDate = field.data_type === 'Date';
    return (found) =>
      typeof found === 'number' && (isDate ? dayOf(found) === dayOf(wanted) : found === wanted);
  }
  const least = isBlank(demand.minimum_value)
    ? Number.NEGATIVE_INFINITY
    : number(field, demand.minimum_value);
  const most = isBlank(demand.maximum_value) ? Number.POSITIVE_INFINITY : number(field, demand.maximum_value);
  return (found) => typeof found === 'number' && found >= least && found <= most;
}

/** A multi-select must hold all the options unless `option` says ANY; which is the default is not public. */
function options(field: CustomField, demand: Demand): Holds {
  const known = new Set(field.options?.map((option) => option.id));
  const wanted = asList(demand.value).map((item) => {
    const id = asInteger(item);
    if (id === undefined || !known.has(id)) throw badDemand(field);
    return id;
  });
  if (field.data_type === 'Dropdown') return (found) => typeof found === 'number' && wanted.includes(found);
  const option = demand.option ?? 'ALL';
  const held = (found: Value, id: number): boolean => Array.isArray(found) && found.includes(id);
  if (option === 'ALL') return (found) => wanted.every((id) => held(found, id));
  if (option === 'ANY') return (found) => wanted.some((id) => held(found, id));
  if (option === 'NONE') return (found) => !wanted.some((id) => held(found, id));
  throw badDemand(field);
}

function number(field: CustomField, value: unknown): number {
  const found = asNumber(value);
  if (found === undefined) throw badDemand(field);
  return found;
}

function badDemand(field: CustomField): Refusal {
  return invalid(`Custom Fields: Invalid value for ${field.name}`);
}

function isEmpty(value: Value): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}
