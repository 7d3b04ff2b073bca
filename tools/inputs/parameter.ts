import { type ZodType, type ZodTypeDef, z } from 'zod/v3';
import { negated, negatedBySign, presenceOf } from '../../src/input/selection.ts';
import { linkedId, readRecordLink } from '../../src/names/text-form.ts';
import type { JsonObject, JsonValue } from '../../src/tool/json.ts';
import { type Field, type RecordDefinition, textField } from '../../src/tool/record.ts';
import type { DayCondition, FixedField, LocalFilter, LocalSort } from '../../src/tool/request.ts';
import type { RequestContext } from '../../src/tool/tool.ts';
import { ToolError } from '../../src/tool/tool-error.ts';

/** A schema whose parsed values are of one type; zod's own `ZodTypeAny` would let every type pass. */
export type Schema<Value = unknown> = ZodType<Value, ZodTypeDef, unknown>;

/** What one value adds to the request: parameters for Copper, and conditions and an order that Copper does not know. */
export interface RequestPart {
  readonly body?: JsonObject;
  readonly localFilters?: readonly LocalFilter[];
  readonly localSort?: LocalSort;
  /** The days that the body asks for. */
  readonly days?: readonly DayCondition[];
  /** True if one exact value is asked for, so that every row has it. */
  readonly isFixed?: true;
  /** The one text that is asked for: rows that show just it have this value, and others may match as well. */
  readonly fixedText?: string;
  /** The fields of which one exact value is asked for. */
  readonly fixedFields?: readonly FixedField[];
  /** What the value was understood as, if it was in words: `Dana Li` for `me`; `none` for records without one. */
  readonly understood?: string;
  /** A note for an answer without any match. */
  readonly ifNone?: string;
}

/** Turns a value into its part of the request. `inputs` holds all inputs of the call, for names that depend on each other. */
type ToRequest<Value> = (
  value: Value,
  context: RequestContext,
  inputs: Readonly<Record<string, unknown>>,
) => Promise<RequestPart> | RequestPart;

/** What the author of a parameter writes. */
interface ParameterDefinition<Value> {
  /** The form an agent gives it in, with its description. */
  readonly input: Schema<Value>;
  /** Names of the contract's parameters that it can send. */
  readonly sends: readonly string[];
  /** True if it reads `!x`, `none` and `any` itself; else rows are read and kept here for these. */
  readonly parsesNegation?: boolean;
  /** True if `min` and `max` make sense. */
  readonly ranged?: boolean;
  readonly toRequest: ToRequest<NoInfer<Value>>;
}

/** One thing a search can be narrowed by: how agents write it, and which of Copper's parameters it becomes. */
export type Parameter = ParameterDefinition<unknown>;

/**
 * Makes a parameter that fits into a table with others. It compiles only if `toRequest` takes the type that `input` gives; since the
 * table no longer knows that type, the schema checks each value once more.
 */
export function defineParameter<Value>(definition: ParameterDefinition<Value>): Parameter {
  const { input, toRequest } = definition;
  return { ...definition, toRequest: (value, ...rest) => toRequest(input.parse(value), ...rest) };
}

/** The same parameter with another description, for tools where the default one would mislead. */
export const described = (parameter: Parameter, description: string): Parameter => ({
  ...parameter,
  input: parameter.input.describe(description),
});

/** The contract's names of what answers show under a name of ours. */
export const contractNameByField: Readonly<Record<string, string>> = {
  id: 'ids',
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

/** The field that answers show under this name, or that reads Copper's field of this name; a link is no property of a record. */
export function findField(name: string, { fields }: RecordDefinition): Field | undefined {
  if (Object.hasOwn(fields, name)) return fields[name]?.kind === 'link' ? undefined : fields[name];
  const [own] =
    Object.entries(contractNameByField).find(
      ([key, contract]) => contract === name && Object.hasOwn(fields, key),
    ) ?? [];
  if (own !== undefined) return fields[own];
  return Object.values(fields).find(({ sourceFields }) => sourceFields[0] === name);
}

/** The parts of an address that searches have as conditions of their own. */
const addressParts = ['city', 'state', 'postal_code', 'country'];

/** The field that a parameter is about. */
export function fieldOf(name: string, { sends }: Parameter, record: RecordDefinition): Field | undefined {
  const [sent = name] = sends.map((one) => one.replace(/^(?:minimum|maximum)_/, ''));
  const own = findField(name, record) ?? findField(sent, record);
  if (own !== undefined) return own;
  if (addressParts.includes(sent) && Object.hasOwn(record.fields, 'address'))
    return textField(`address.${sent}`);
  return record.unlistedFields?.includes(sent) === true ? textField(sent) : undefined;
}

/** The part with the field of which it asks for one exact value. */
export function withFixedField(part: RequestPart, field: Field | undefined): RequestPart {
  if (field === undefined) return part;
  if (part.isFixed === true) return { ...part, fixedFields: [{ of: field }] };
  const { fixedText: text } = part;
  return text === undefined ? part : { ...part, fixedFields: [{ of: field, text }] };
}

/**
 * The texts in a value that Copper cannot be asked for: those that exclude something, and `none` and `any`. None if the parameter reads
 * these itself.
 */
export function unsearchableTexts({ sends, parsesNegation }: Parameter, value: unknown): string[] {
  if (parsesNegation === true || sends.includes('sort_by')) return [];
  const texts = [value].flat().filter((text) => typeof text === 'string');
  const excludesLink = (text: string) => readRecordLink(negatedBySign(text) ?? '') !== undefined;
  if (sends.includes('name') && texts.some(excludesLink))
    throw new ToolError(
      'invalid_input',
      'A link cannot be excluded as a name: leave the condition out and skip that record.',
    );
  // Every record has a name, which may well begin with "not" or be "None": only signs exclude part of it.
  return sends.includes('name')
    ? texts.filter((text) => negatedBySign(text) !== undefined)
    : texts.filter((text) => negated(text) !== undefined || presenceOf(text) !== undefined);
}

const givenTwice = (name: string) =>
  new ToolError(
    'invalid_input',
    `${name} is given twice, which Copper cannot combine; give it once: several values in a list are any of them.`,
  );

/** A second list of tags, of which a record must have one as well. */
const secondTags = (wanted: readonly JsonValue[]): LocalFilter => ({
  name: 'tags',
  test: ({ tags }) => Array.isArray(tags) && tags.some((tag) => wanted.includes(tag)),
});

/**
 * One request out of its parts: bodies side by side; custom fields, which share one parameter, one after the other; all conditions on
 * tags must hold.
 *
 * @throws ToolError `invalid_input` when an input and a filter, or two filters, want the same parameter
 */
export function combineParts(parts: readonly RequestPart[]): RequestPart {
  const body: JsonObject = {};
  const customFields: JsonValue[] = [];
  const localFilters = parts.flatMap((part) => part.localFilters ?? []);
  for (const [name, value] of parts.flatMap((part) => Object.entries(part.body ?? {}))) {
    if (name === 'custom_fields' && Array.isArray(value)) customFields.push(...value);
    else if (Object.hasOwn(body, name) && name === 'tags' && Array.isArray(value))
      localFilters.push(secondTags(value));
    else if (Object.hasOwn(body, name)) throw givenTwice(name);
    else body[name] = value;
  }
  if (customFields.length > 0) body.custom_fields = customFields;
  const [localSort, second] = parts.flatMap((part) => part.localSort ?? []);
  if (second !== undefined || (localSort !== undefined && body.sort_by !== undefined))
    throw givenTwice('sort');
  const [ifNone] = parts.flatMap((part) => part.ifNone ?? []);
  return {
    body,
    ...(ifNone === undefined ? {} : { ifNone }),
    localFilters,
    days: parts.flatMap(({ days }) => days ?? []),
    fixedFields: parts.flatMap(({ fixedFields }) => fixedFields ?? []),
    ...(localSort === undefined ? {} : { localSort }),
  };
}

const line = z.string().max(500);
const isWellFormed = (text: string) => text.isWellFormed();
const surrogate = 'contains a lone surrogate (half a character)';

/** Any text an agent gives: at most 500 characters, and no lone surrogates, which JSON could not carry. */
export const shortText = line.refine(isWellFormed, surrogate);

/** The address in `Jane Doe <jane@x.example>` and in `jane@x.example (work)`, as answers print it, or behind `mailto:`. */
const bareAddress = (value: unknown) =>
  typeof value === 'string'
    ? value
        .trim()
        .replace(/^(?:[^<>]*<\s*|mailto:)([^<>\s@]+@[^<>\s@]+)\s*>?$/iu, '$1')
        .replace(/^([^<>\s@()]+@[^<>\s@()]+)\s*\(\p{L}+\)$/u, '$1')
    : value;

/** An e-mail address. */
export const emailAddress = z.preprocess(
  bareAddress,
  line.email('is not an e-mail address').refine(isWellFormed, surrogate),
);

const id = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** The id of a record of one kind, or a link to it; ids of activities are beyond 32 bits, so only what a number can hold bounds them. */
export const recordIdOf = (kind: string) =>
  z.preprocess((value) => (typeof value === 'string' ? (linkedId(value, kind) ?? value) : value), id);

/** The id of a record of a kind that another input says: a link may be to another kind, so it is refused with its id. */
export const recordId = z.preprocess((value) => {
  const link = typeof value === 'string' ? readRecordLink(value) : undefined;
  if (link === undefined) return value;
  const linked = link.id === undefined ? 'not to one record' : `to ${link.kind} ${link.id}`;
  throw new ToolError('invalid_input', `A number is expected here, not a link; this one is ${linked}.`);
}, id);

const plurals = ['leads', 'people', 'companies', 'opportunities', 'projects', 'tasks'] as const;
const singulars = ['lead', 'person', 'company', 'opportunity', 'project', 'task'] as const;

/** Replaces a word of `others` by the word at the same place of `words`. */
const inWords = (words: readonly string[], others: readonly string[]) => (value: unknown) =>
  typeof value === 'string' ? (words[others.indexOf(value.trim().toLowerCase())] ?? value) : value;

/** A type of record as Copper's paths name it, `people`; the singular, which answers show, is accepted too. */
export const entityType = z.preprocess(inWords(plurals, singulars), z.enum(plurals));

/** A type of record as Copper's records name it, `person`; the plural is accepted too. */
export const singularEntityType = z.preprocess(inWords(singulars, plurals), z.enum(singulars));

/** From which row on, for lists that Copper returns whole. */
export const offset = { offset: z.number().int().optional() };

/** Which rows: `limit` of them, at most `most`, from `offset` on. The pipeline turns both into pages. */
export const paging = (most: number) => ({
  limit: z.number().int().describe(`max ${most}`).optional(),
  ...offset,
});

/** Which fields to show instead of the default ones. */
export const fields = {
  fields: z.array(shortText).describe('"*" for all').optional(),
};
