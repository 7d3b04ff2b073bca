import { z } from 'zod/v3';
import { parseValue } from '../../src/input/parse-input.ts';
import { fieldCalled } from '../../src/names/custom-field-names.ts';
import { isSameSpelling } from '../../src/names/spelling.ts';
import { unknownWordError } from '../../src/names/unknown-name.ts';
import type { CustomField, NameResolver } from '../../src/tool/names.ts';
import type { RecordDefinition } from '../../src/tool/record.ts';
import { joined, quoted } from '../../src/tool/sentences.ts';
import type { RequestContext } from '../../src/tool/tool.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { type CustomFieldSearch, customFieldPart } from './custom-field.ts';
import { type FieldNames, readFilterText } from './filter-text.ts';
import { fieldFilter, fixedMark } from './local-filters.ts';
import {
  combineParts,
  contractNameByField,
  defineParameter,
  fieldOf,
  findField,
  type Parameter,
  type RequestPart,
  type Schema,
  shortText,
  withFixedField,
} from './parameter.ts';
import { splitLocalFilters } from './split-local-filters.ts';

const filterObject = z
  .object({
    name: shortText,
    value: shortText.optional(),
    min: shortText.optional(),
    max: shortText.optional(),
  })
  .strict();

/**
 * One filter as an agent writes it: `field: value` as one text, or `{name, value}`; several values as a JSON list, a range as `2..5`.
 * `{name, min, max}` is another way to write a range.
 */
export const filter = z.union([shortText, filterObject]);

/** One filter, parsed. */
export type FilterInput = z.infer<typeof filter>;

type FilterObject = z.infer<typeof filterObject>;

/** The condition of a filter as one text: a value, or a range made of `min` and `max`; `end` if its name already says which. */
function conditionOf({ name, value, min, max }: FilterObject, end?: 'min' | 'max'): string {
  if (value !== undefined && (min !== undefined || max !== undefined))
    throw new ToolError('invalid_input', `The filter ${quoted(name)} takes either a value or min and max.`);
  if (end !== undefined && value !== undefined) return end === 'min' ? `${value}..` : `..${value}`;
  if (min !== undefined || max !== undefined) return `${min ?? ''}..${max ?? ''}`;
  if (value === undefined || value.trim() === '')
    throw new ToolError('invalid_input', `The filter ${quoted(name)} needs a value, or min and max.`);
  return value;
}

/** A value as `schema` reads it. Copper would ignore an empty list, so that it is refused. */
function parseGiven<Value>({ name }: FilterObject, schema: Schema<Value>, given: unknown): Value {
  const value = parseValue(schema, given, `filters ${name}`);
  if (!Array.isArray(value) || value.length > 0) return value;
  throw new ToolError('invalid_input', `The filter ${quoted(name)} has an empty list; give a value.`);
}

/** The condition as `schema` reads it. */
const parseCondition = <Value>(given: FilterObject, schema: Schema<Value>, end?: 'min' | 'max'): Value =>
  parseGiven(given, schema, conditionOf(given, end));

/** The names that the text of a filter may begin with. */
const fieldNames = (filterable: Filterable, names: NameResolver): FieldNames => ({
  isOwn: (name) =>
    findParameter(name, filterable) !== undefined || findField(name, filterable.record) !== undefined,
  customFields: async () =>
    filterable.customFields === undefined ? [] : names.customFields(filterable.customFields.entity),
});

/** Says that a filter was not read as the custom field of this name; names that only the contract has are nobody's labels. */
async function notePassedOver(
  name: string,
  { customFields, record }: Filterable,
  { names, note }: RequestContext,
): Promise<void> {
  if (customFields === undefined || name.includes('_') || name === 'ids') return;
  const known = await names.customFields(customFields.entity).catch((error: unknown) => {
    if (error instanceof ToolError) return [];
    throw error;
  });
  const forms = known
    .filter((field) => isSameSpelling(field.name, name))
    .map((field) => quoted(`${field.name} (${field.id})`));
  if (forms.length > 0)
    note(
      `The filter ${quoted(name)} was read as ${record.plural}' own ${name}; the custom field of that name is ${joined(forms)}.`,
    );
}

/** The part of the request that one filter makes: a parameter of Copper's, else a field that answers show, else a custom field. */
async function filterPart(
  given: FilterObject,
  filterable: Filterable,
  context: RequestContext,
  inputs: Readonly<Record<string, unknown>>,
): Promise<RequestPart> {
  const target = findParameter(given.name, filterable);
  const { record } = filterable;
  if (target !== undefined) {
    await notePassedOver(given.name, filterable, context);
    const { parameter, end } = target;
    const text = conditionOf(given, end);
    const value = text.trim().startsWith('[') ? parseCondition(given, z.array(shortText), end) : text;
    const { localFilters, rest } = await splitLocalFilters(given.name, [parameter, value], record, context);
    if (rest === undefined) return { localFilters };
    const parsed = parseGiven(given, parameter.input, rest === value ? text : rest);
    const isOwn = (key: string) => filterable.parameters[key] === parameter;
    const name = Object.keys(filterable.parameters).find(isOwn) ?? given.name;
    const made = await parameter.toRequest(parsed, context, inputs);
    const part = withFixedField(made, fieldOf(name, parameter, record));
    return { ...part, localFilters: [...localFilters, ...(part.localFilters ?? [])] };
  }
  const field = findField(given.name, record);
  if (field !== undefined) {
    await notePassedOver(given.name, filterable, context);
    const values = parseCondition(given, z.array(shortText));
    const localFilters = [await fieldFilter(given.name, field, values, context)];
    return withFixedField({ localFilters, ...fixedMark(field, values) }, field);
  }
  const custom = await findCustomField(given.name, filterable, context.names);
  const values = parseCondition(given, z.array(shortText));
  return customFieldPart(custom.field, values, custom.search, context);
}

/**
 * The input that reaches every parameter a tool does not publish, by its name in the contract, every custom field by its label, and
 * every other field that answers show, which this server then filters by.
 *
 * @param published the tool's own inputs, which are accepted as filters too
 * @param others the parameters that only `filters` reaches
 */
export function filters(
  published: Readonly<Record<string, Parameter>>,
  others: Readonly<Record<string, Parameter>>,
  customFields: CustomFieldSearch | undefined,
  record: RecordDefinition,
): Parameter {
  const filterable = { parameters: { ...published, ...others }, record, customFields };
  const some = `field: value; ${Object.keys(others).slice(0, 3).join(', ')} …`;
  const sent = Object.values(others).flatMap(({ sends }) => sends);
  return defineParameter({
    input: z.array(filter).describe(customFields === undefined ? some : `${some}, custom fields`),
    sends: customFields === undefined ? sent : [...sent, 'custom_fields'],
    parsesNegation: true,
    toRequest: async (given, context, inputs) => {
      const parts: RequestPart[] = [];
      for (const one of given) {
        const each =
          typeof one === 'string' ? await readFilterText(one, fieldNames(filterable, context.names)) : one;
        const part = await filterPart(each, filterable, context, inputs);
        if (part.understood !== undefined) context.noteUnderstood(each.name, part.understood);
        parts.push(part);
      }
      return combineParts(parts);
    },
  });
}

/** What filters of one search tool can be on. */
interface Filterable {
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly record: RecordDefinition;
  readonly customFields: CustomFieldSearch | undefined;
}

/** A parameter of Copper's; `end` if the filter names only one end of its range, `minimum_…` or `maximum_…`. */
interface ParameterTarget {
  readonly parameter: Parameter;
  readonly end?: 'min' | 'max' | undefined;
}

/** The parameter that a name means: by our own name, by the contract's, or by one that it sends. */
function findParameter(name: string, { parameters }: Filterable): ParameterTarget | undefined {
  const own = (key: string | undefined) =>
    key !== undefined && Object.hasOwn(parameters, key) ? parameters[key] : undefined;
  const named =
    own(name) ?? own(Object.hasOwn(contractNameByField, name) ? contractNameByField[name] : undefined);
  if (named !== undefined) return { parameter: named };
  // The contract's name of a range, of which it has only the two ends.
  const range = Object.values(parameters).find(({ sends }) => sends.includes(`minimum_${name}`));
  if (range !== undefined) return { parameter: range };
  const parameter = Object.values(parameters).find(({ sends }) => sends.includes(name));
  if (parameter === undefined) return undefined;
  const end = name.startsWith('minimum_') ? 'min' : name.startsWith('maximum_') ? 'max' : undefined;
  return { parameter, end: parameter.ranged ? end : undefined };
}

/**
 * The custom field of this label or id.
 *
 * @throws ToolError `unknown_name` with the nearest names and all filters there are, or with the ids if several have the label
 */
async function findCustomField(
  name: string,
  { parameters, customFields }: Filterable,
  names: NameResolver,
): Promise<{ readonly field: CustomField; readonly search: CustomFieldSearch }> {
  const known = customFields === undefined ? [] : await names.customFields(customFields.entity);
  const field = fieldCalled(name, known);
  if (field !== undefined && customFields !== undefined) return { field, search: customFields };
  const own = Object.keys(parameters);
  const labels = known.length > 0 ? ', and custom fields. {list_custom_field_definitions} lists those' : '';
  throw unknownWordError(`There is no filter ${quoted(name)}.`, name, {
    candidates: [...own, ...known.map((each) => each.name)],
    most: 5,
    available: `Filters: ${own.join(', ')}${labels}.`,
  });
}
