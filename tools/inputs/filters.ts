import { z } from 'zod/v3';
import { parseValue } from '../../src/input/parse-input.ts';
import { nearestNames, normalizeName } from '../../src/names/nearest-names.ts';
import type { JsonObject, JsonValue } from '../../src/tool/json.ts';
import type { CustomField } from '../../src/tool/names.ts';
import type { Field, RecordDefinition } from '../../src/tool/record.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { type CustomFieldForm, customField } from './custom-field.ts';
import { fieldFilter } from './field-filter.ts';
import type { Parameter, Sent } from './parameter.ts';
import { words } from './words.ts';

/** One filter as an agent writes it: `{name, value}` or `{name, min, max}`; several values as a JSON list. */
export const filter = z
  .object({
    name: words,
    value: words.optional(),
    min: words.optional(),
    max: words.optional(),
  })
  .strict();

/** One filter, read. */
export type Filter = z.infer<typeof filter>;
type Parameters = Readonly<Record<string, Parameter>>;

/** The contract's names of what answers show under a name of ours. */
const shownAs: Readonly<Record<string, string>> = {
  contact: 'primary_contact_ids',
  contact_type: 'contact_type_ids',
  created: 'created_date',
  completed: 'completed_date',
  interactions: 'interaction_count',
  last_contact: 'interaction_date',
  loss_reason: 'loss_reason_ids',
  modified: 'modified_date',
  phone: 'phone_number',
  priority: 'priorities',
  probability: 'win_probability',
  reminder: 'reminder_date',
  source: 'customer_source_ids',
  stage_since: 'date_stage_changed',
  type: 'contact_type_ids',
};

function findParameter(
  name: string,
  parameters: Parameters,
): { parameter: Parameter; end?: 'min' | 'max' } | undefined {
  if (Object.hasOwn(parameters, name)) {
    const parameter = parameters[name];
    if (parameter !== undefined) return { parameter };
  }
  const other = Object.hasOwn(shownAs, name) ? shownAs[name] : undefined;
  if (other !== undefined && Object.hasOwn(parameters, other)) return findParameter(other, parameters);
  const parameter = Object.values(parameters).find(({ sends }) => sends.includes(name));
  if (parameter === undefined) return undefined;
  const end = name.startsWith('minimum_') ? 'min' : name.startsWith('maximum_') ? 'max' : undefined;
  return parameter.ranged && end !== undefined ? { parameter, end } : { parameter };
}

/** What the filter says, as one text: a value, or a range made of `min` and `max`. */
function saidBy({ name, value, min, max }: Filter, end?: 'min' | 'max'): string {
  if (value !== undefined && (min !== undefined || max !== undefined))
    throw new ToolError('invalid_input', `The filter ${name} takes a value, or min and max, not both.`);
  if (end !== undefined && value !== undefined) return end === 'min' ? `${value}..` : `..${value}`;
  if (min !== undefined || max !== undefined) return `${min ?? ''}..${max ?? ''}`;
  if (value === undefined || value.trim() === '')
    throw new ToolError('invalid_input', `The filter ${name} needs a value, or min and max.`);
  return value;
}

/** An empty list would be no condition at all to Copper. */
function notEmpty<Value>({ name }: Filter, value: Value): Value {
  if (!Array.isArray(value) || value.length > 0) return value;
  throw new ToolError('invalid_input', `The filter ${name.slice(0, 60)} has an empty list; give a value.`);
}

function unknown(name: string, parameters: Parameters, fields: readonly CustomField[]): ToolError {
  const known = [...Object.keys(parameters), ...fields.map((field) => field.name)];
  const near = nearestNames(name, known, 5);
  const hint = near.length > 0 ? ` Nearest: ${near.join(', ')}.` : '';
  const custom = fields.length > 0 ? ', and custom fields. {list_custom_field_definitions} lists those' : '';
  const all = `Known: ${Object.keys(parameters).join(', ')}${custom}.`;
  return new ToolError('unknown_name', `There is no filter "${name.slice(0, 60)}".${hint} ${all}`);
}

/** The field that answers show under this name, or that reads Copper's field of this name. */
function shownField(name: string, { fields }: RecordDefinition): Field | undefined {
  if (Object.hasOwn(fields, name)) return fields[name];
  const other = Object.entries(shownAs).find(
    ([own, contract]) => contract === name && Object.hasOwn(fields, own),
  );
  if (other !== undefined) return fields[other[0]];
  return Object.values(fields).find(({ needs }) => needs[0] === name);
}

/** True for the words that ask for records with or without a value, where the contract has no word for that. */
function asksForPresence({ value }: Filter, { knowsNone }: Parameter): boolean {
  const word = value?.trim().toLowerCase();
  return word === 'any' || (word === 'none' && knowsNone !== true);
}

/**
 * The input that reaches every parameter a tool does not publish, by its name in the contract, every custom field by its label, and
 * what else answers show, which is then filtered here.
 *
 * @param published the tool's own inputs, which are taken here as well
 * @param more the parameters that only `filters` reaches
 */
export function filters(
  published: Parameters,
  more: Parameters,
  form: CustomFieldForm | undefined,
  record: RecordDefinition,
): Parameter {
  const parameters = { ...published, ...more };
  const some = Object.keys(more).slice(0, 3).join(', ');
  return {
    input: z.array(filter).describe(form === undefined ? some : `${some} …, or a custom field`),
    sends: [
      ...Object.values(more).flatMap(({ sends }) => sends),
      ...(form === undefined ? [] : ['custom_fields']),
    ],
    send: async (given: Filter[], context, all) => {
      const sent: Sent[] = [];
      for (const one of given) {
        const found = findParameter(one.name, parameters);
        const shown = shownField(one.name, record);
        if (shown !== undefined && (found === undefined || asksForPresence(one, found.parameter))) {
          sent.push({ postFilters: [await fieldFilter(one.name, shown, saidBy(one), context)] });
          continue;
        }
        if (found !== undefined) {
          const { parameter, end } = found;
          const value = notEmpty(one, parseValue(parameter.input, saidBy(one, end), `filters ${one.name}`));
          sent.push(await parameter.send(value, context, all));
          continue;
        }
        const fields = form === undefined ? [] : await context.names.customFields(form.entity);
        const field = fields.find(
          ({ id, name }) => normalizeName(name) === normalizeName(one.name) || String(id) === one.name,
        );
        if (field === undefined || form === undefined) throw unknown(one.name, parameters, fields);
        const values = notEmpty(one, parseValue(z.array(words), saidBy(one), `filters ${one.name}`));
        sent.push(customField(field, values, form, context));
      }
      return joined(sent);
    },
  };
}

/**
 * Bodies side by side; custom fields, which share one parameter, one after the other.
 *
 * @throws ToolError `invalid_input` when an input and a filter, or two filters, want the same parameter
 */
export function joined(sent: readonly Sent[]): Sent {
  const body: JsonObject = {};
  const custom: JsonValue[] = [];
  for (const [name, value] of sent.flatMap((one) => Object.entries(one.body ?? {}))) {
    if (name === 'custom_fields' && Array.isArray(value)) custom.push(...value);
    else if (Object.hasOwn(body, name)) throw twice(name);
    else body[name] = value;
  }
  if (custom.length > 0) body.custom_fields = custom;
  const [order, second] = sent.flatMap((one) => one.postSort ?? []);
  if (second !== undefined || (order !== undefined && body.sort_by !== undefined)) throw twice('sort');
  return {
    body,
    postFilters: sent.flatMap(({ postFilters }) => postFilters ?? []),
    ...(order === undefined ? {} : { postSort: order }),
  };
}

const twice = (name: string) =>
  new ToolError('invalid_input', `${name} is given twice, as an input and as a filter; give it once.`);
