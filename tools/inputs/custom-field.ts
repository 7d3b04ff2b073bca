import { nearestNames, normalizeName, quoted } from '../../src/names/nearest-names.ts';
import { isObject, type JsonObject, type JsonValue, numberOf } from '../../src/tool/json.ts';
import type { CustomField, Entity } from '../../src/tool/names.ts';
import type { RequestContext } from '../../src/tool/tool.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { anyCurrency, type NumberRange, numberRange } from './amounts.ts';
import { daysPart } from './days.ts';
import type { RequestPart } from './parameter.ts';
import { presenceFilter, textMatcher } from './post-filters.ts';
import { rangeBody } from './ranges.ts';

/** How a search can filter by custom fields under the contract. */
export interface CustomFieldSearch {
  readonly entity: Entity;
  /** True where `minimum_value` and `maximum_value` exist. */
  readonly ranges: boolean;
  /** True where `option: "ANY"` exists. */
  readonly option: boolean;
}

function optionIds(field: CustomField, values: readonly string[]): number[] {
  return values.map((value) => {
    const found = field.options.find(
      ({ id, name }) => normalizeName(name) === normalizeName(value) || String(id) === value,
    );
    if (found !== undefined) return found.id;
    const all = field.options.map(({ name }) => name);
    const near = nearestNames(value, all, 8);
    const shown = `${(near.length > 0 ? near : all.slice(0, 8)).join(', ')}${all.length > 8 ? ' …' : ''}`;
    throw new ToolError(
      'unknown_name',
      `Custom field "${field.name}" has no option ${quoted(value)}. Options: ${shown}.`,
    );
  });
}

/** The only value, where a field cannot be searched for several. */
function onlyValue(field: CustomField, values: readonly string[]): string {
  const [only = '', second] = values;
  if (second === undefined) return only;
  throw new ToolError('invalid_input', `Custom field "${field.name}" takes one value or range at a time.`);
}

function yesOrNo(field: CustomField, value: string): boolean {
  if (/^(true|yes|1)$/i.test(value)) return true;
  if (/^(false|no|0)$/i.test(value)) return false;
  throw new ToolError('invalid_input', `Custom field "${field.name}" is yes or no, not ${quoted(value)}.`);
}

function recordIds(field: CustomField, values: readonly string[]): number[] {
  const wrong = values.find((value) => !/^\d{1,15}$/.test(value));
  if (wrong === undefined) return values.map(Number);
  throw new ToolError(
    'invalid_input',
    `Custom field "${field.name}" refers to records; give their ids, not ${quoted(wrong)}.`,
  );
}

function rawValue(row: JsonObject, field: CustomField): JsonValue | undefined {
  const values = Array.isArray(row.custom_fields) ? row.custom_fields : [];
  const found = values.find((item) => isObject(item) && item.custom_field_definition_id === field.id);
  return isObject(found) ? found.value : undefined;
}

/** A condition that Copper cannot check on the raw value of a custom field. */
const checkedHere = (
  field: CustomField,
  matches: (value: JsonValue | undefined) => boolean,
): RequestPart => ({
  postFilters: [{ name: field.name, test: (row) => matches(rawValue(row, field)) }],
});

/** Rows whose list of ids holds any of these. */
const anyIdOf = (field: CustomField, ids: readonly number[]): RequestPart =>
  checkedHere(field, (value) => Array.isArray(value) && value.some((id) => ids.includes(Number(id))));

/**
 * One filter on a custom field. What Copper cannot search by (text, links; ranges where the contract has none) the pipeline filters by.
 *
 * @throws ToolError `invalid_input` or `unknown_name`
 */
export function customFieldPart(
  field: CustomField,
  values: readonly string[],
  search: CustomFieldSearch,
  context: RequestContext,
): RequestPart {
  const sent = (condition: JsonObject): RequestPart => ({
    body: { custom_fields: [{ custom_field_definition_id: field.id, ...condition }] },
  });
  const [first = '', second] = values;
  const isOption = field.options.some(({ name }) => normalizeName(name) === normalizeName(first));
  if (second === undefined && !isOption) {
    const presence = presenceFilter(first, field.name, (row) => rawValue(row, field));
    if (presence !== undefined) return { postFilters: [presence] };
  }
  switch (field.type) {
    case 'Dropdown':
      return sent({ value: optionIds(field, values) });
    case 'MultiSelect': {
      const ids = optionIds(field, values);
      if (search.option) return sent({ value: ids, option: 'ANY' });
      // Whether several options mean any or all of them is not documented where the contract has no word for it.
      return ids.length === 1 ? sent({ value: ids }) : anyIdOf(field, ids);
    }
    case 'Checkbox':
      return sent({ value: yesOrNo(field, onlyValue(field, values)) });
    case 'String':
    case 'Text':
    case 'URL': {
      const matches = textMatcher(values);
      return checkedHere(field, (value) => matches(String(value ?? '')));
    }
    case 'Connect':
      return anyIdOf(field, recordIds(field, values));
    case 'Date': {
      const read = (row: JsonObject) => rawValue(row, field);
      const send = (range: NumberRange) => sent(rangeBody('value', range)).body ?? {};
      const dayField = { name: field.name, read, ...(search.ranges ? { send } : {}) };
      return daysPart(dayField, onlyValue(field, values), context);
    }
    default: {
      const range = numberRange(onlyValue(field, values), field.type === 'Percentage');
      if (range.currency) context.note(anyCurrency(field.name));
      const { from = -Infinity, to = Infinity } = range;
      const here = checkedHere(field, (value) => {
        const number = numberOf(value);
        return number !== undefined && number >= from && number <= to;
      });
      if (!search.ranges) return here;
      // The contract takes whole numbers only: the rest of the range is checked here.
      const wide = { from: range.from && Math.floor(range.from), to: range.to && Math.ceil(range.to) };
      const isWhole = wide.from === range.from && wide.to === range.to;
      return { ...sent(rangeBody('value', wide)), ...(isWhole ? {} : here) };
    }
  }
}
