import { nearestNames, normalizeName } from '../../src/names/nearest-names.ts';
import { isObject, type JsonObject, type JsonValue } from '../../src/tool/json.ts';
import type { CustomField, Entity } from '../../src/tool/names.ts';
import type { RequestContext } from '../../src/tool/tool.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { presence } from './field-filter.ts';
import type { Sent } from './parameter.ts';
import { numberRange } from './ranges.ts';

/** Which keys the contract gives the custom-field filters of a search. */
export interface CustomFieldForm {
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
    const shown = nearestNames(value, all, 8);
    throw new ToolError(
      'unknown_name',
      `Custom field "${field.name}" has no option "${value.slice(0, 60)}". Options: ${(shown.length > 0 ? shown : all.slice(0, 8)).join(', ')}${all.length > 8 ? ' …' : ''}.`,
    );
  });
}

/** The only value, where a field cannot be searched for several. */
function oneOf(field: CustomField, values: readonly string[]): string {
  const [only = '', second] = values;
  if (second === undefined) return only;
  throw new ToolError('invalid_input', `Custom field "${field.name}" takes one value or range at a time.`);
}

function yesOrNo(field: CustomField, value: string): boolean {
  if (/^(true|yes|1)$/i.test(value)) return true;
  if (/^(false|no|0)$/i.test(value)) return false;
  throw new ToolError(
    'invalid_input',
    `Custom field "${field.name}" is yes or no, not "${value.slice(0, 60)}".`,
  );
}

function recordIds(field: CustomField, values: readonly string[]): number[] {
  const wrong = values.find((value) => !/^\d{1,15}$/.test(value));
  if (wrong === undefined) return values.map(Number);
  throw new ToolError(
    'invalid_input',
    `Custom field "${field.name}" holds records; give their ids, not "${wrong.slice(0, 60)}".`,
  );
}

function rawValue(row: JsonObject, field: CustomField): JsonValue | undefined {
  const values = Array.isArray(row.custom_fields) ? row.custom_fields : [];
  const found = values.find((item) => isObject(item) && item.custom_field_definition_id === field.id);
  return isObject(found) ? found.value : undefined;
}

function keepText(field: CustomField, values: readonly string[]): Sent {
  const wanted = values.map((value) => value.toLowerCase());
  const test = (row: JsonObject) => {
    const value = String(rawValue(row, field) ?? '').toLowerCase();
    return wanted.some((part) => (part.startsWith('=') ? value === part.slice(1) : value.includes(part)));
  };
  return { postFilters: [{ name: field.name, test }] };
}

/** Rows whose list of ids holds any of these. */
function keepAny(field: CustomField, wanted: readonly number[]): Sent {
  const test = (row: JsonObject) => {
    const value = rawValue(row, field);
    return Array.isArray(value) && value.some((id) => wanted.includes(Number(id)));
  };
  return { postFilters: [{ name: field.name, test }] };
}

/** One filter on a custom field; what Copper cannot search (text, links; ranges where the contract has none) is kept on our side. */
export function customField(
  field: CustomField,
  values: readonly string[],
  form: CustomFieldForm,
  { calendar }: RequestContext,
): Sent {
  const send = (what: JsonObject): Sent => ({
    body: { custom_fields: [{ custom_field_definition_id: field.id, ...what }] },
  });
  const [only = ''] = values;
  const isOption = field.options.some(({ name }) => normalizeName(name) === normalizeName(only));
  const present =
    values.length > 1 || isOption ? undefined : presence(only, field.name, (row) => rawValue(row, field));
  if (present !== undefined) return { postFilters: [present] };
  switch (field.type) {
    case 'Dropdown':
      return send({ value: optionIds(field, values) });
    case 'MultiSelect': {
      const wanted = optionIds(field, values);
      if (form.option) return send({ value: wanted, option: 'ANY' });
      // Whether several options mean any or all of them is not documented where the contract has no word for it.
      return wanted.length === 1 ? send({ value: wanted }) : keepAny(field, wanted);
    }
    case 'Checkbox':
      return send({ value: yesOrNo(field, oneOf(field, values)) });
    case 'String':
    case 'Text':
    case 'URL':
      return keepText(field, values);
    case 'Connect':
      return keepAny(field, recordIds(field, values));
    default: {
      const text = oneOf(field, values);
      const { from, to } = field.type === 'Date' ? calendar.range(text) : numberRange(text);
      const whole = [from, to].every((end) => end === undefined || Number.isInteger(end));
      if (form.ranges && whole) {
        return send({
          ...(from === undefined ? {} : { minimum_value: from }),
          ...(to === undefined ? {} : { maximum_value: to }),
        });
      }
      const test = (row: JsonObject) => {
        const value = rawValue(row, field);
        return typeof value === 'number' && value >= (from ?? -Infinity) && value <= (to ?? Infinity);
      };
      return { postFilters: [{ name: field.name, test }] };
    }
  }
}
