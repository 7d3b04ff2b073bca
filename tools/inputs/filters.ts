import { z } from 'zod/v3';
import { parseValue } from '../../src/input/parse-input.ts';
import { quoted } from '../../src/names/nearest-names.ts';
import type { RecordDefinition } from '../../src/tool/record.ts';
import type { RequestContext } from '../../src/tool/tool.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { type CustomFieldSearch, customFieldPart } from './custom-field.ts';
import { type Filterable, findCustomField, findField, findParameter } from './filter-target.ts';
import { combineParts, defineParameter, type Parameter, type RequestPart, type Schema } from './parameter.ts';
import { fieldFilter } from './post-filters.ts';
import { shortText } from './schemas.ts';

/** One filter as an agent writes it: `{name, value}` or `{name, min, max}`; several values as a JSON list. */
export const filter = z
  .object({
    name: shortText,
    value: shortText.optional(),
    min: shortText.optional(),
    max: shortText.optional(),
  })
  .strict();

/** One filter, parsed. */
export type Filter = z.infer<typeof filter>;

/** The condition of a filter as one text: a value, or a range made of `min` and `max`; `end` where its name already says which. */
function conditionOf({ name, value, min, max }: Filter, end?: 'min' | 'max'): string {
  if (value !== undefined && (min !== undefined || max !== undefined))
    throw new ToolError('invalid_input', `The filter ${quoted(name)} takes either a value or min and max.`);
  if (end !== undefined && value !== undefined) return end === 'min' ? `${value}..` : `..${value}`;
  if (min !== undefined || max !== undefined) return `${min ?? ''}..${max ?? ''}`;
  if (value === undefined || value.trim() === '')
    throw new ToolError('invalid_input', `The filter ${quoted(name)} needs a value, or min and max.`);
  return value;
}

/** The condition as `schema` reads it. Copper would ignore an empty list, so that it is refused. */
function parseCondition<Value>(given: Filter, schema: Schema<Value>, end?: 'min' | 'max'): Value {
  const value = parseValue(schema, conditionOf(given, end), `filters ${given.name}`);
  if (!Array.isArray(value) || value.length > 0) return value;
  throw new ToolError('invalid_input', `The filter ${quoted(given.name)} has an empty list; give a value.`);
}

/** True for the words that ask for records with or without a value, where the contract has no word for that. */
function asksForPresence({ value }: Filter, { acceptsNone }: Parameter): boolean {
  const word = value?.trim().toLowerCase();
  return word === 'any' || (word === 'none' && acceptsNone !== true);
}

/** The part of the request that one filter makes: a parameter of Copper's, else a field that answers show, else a custom field. */
async function filterPart(
  given: Filter,
  filterable: Filterable,
  context: RequestContext,
  inputs: Readonly<Record<string, unknown>>,
): Promise<RequestPart> {
  const target = findParameter(given.name, filterable);
  const field = findField(given.name, filterable);
  if (field !== undefined && (target === undefined || asksForPresence(given, target.parameter))) {
    return { postFilters: [await fieldFilter(given.name, field, conditionOf(given), context)] };
  }
  if (target !== undefined) {
    const { parameter, end } = target;
    return parameter.toRequest(parseCondition(given, parameter.input, end), context, inputs);
  }
  const custom = await findCustomField(given.name, filterable, context.names);
  const values = parseCondition(given, z.array(shortText));
  return customFieldPart(custom.field, values, custom.search, context.calendar);
}

/**
 * The input that reaches every parameter a tool does not publish, by its name in the contract, every custom field by its label, and
 * every other field that answers show, which the pipeline then filters by.
 *
 * @param published the tool's own inputs, which are accepted as filters too
 * @param more the parameters that only `filters` reaches
 */
export function filters(
  published: Readonly<Record<string, Parameter>>,
  more: Readonly<Record<string, Parameter>>,
  customFields: CustomFieldSearch | undefined,
  record: RecordDefinition,
): Parameter {
  const filterable = { parameters: { ...published, ...more }, record, customFields };
  const some = Object.keys(more).slice(0, 3).join(', ');
  const sent = Object.values(more).flatMap(({ sends }) => sends);
  return defineParameter({
    input: z.array(filter).describe(customFields === undefined ? some : `${some} …, or a custom field`),
    sends: customFields === undefined ? sent : [...sent, 'custom_fields'],
    toRequest: async (given, context, inputs) => {
      const parts: RequestPart[] = [];
      for (const each of given) parts.push(await filterPart(each, filterable, context, inputs));
      return combineParts(parts);
    },
  });
}
