import {
  ZodArray,
  ZodBoolean,
  ZodEffects,
  ZodEnum,
  ZodNumber,
  ZodObject,
  ZodOptional,
  ZodString,
  type ZodType,
  type ZodTypeDef,
  ZodUnion,
} from 'zod/v3';
import { suggestionText } from '../names/suggestions.ts';
import { parseJson } from '../tool/json.ts';
import { quoted, sentences } from '../tool/sentences.ts';
import type { InputSchema, OperationTool } from '../tool/tool.ts';
import { ToolError } from '../tool/tool-error.ts';
import { describeIssue, issuesOfForm, tooManyValues } from './describe-issue.ts';
import { wordOf, wordsOf } from './selection.ts';

/**
 * The value as the schema expects it: tolerant of its form, strict about its meaning.
 *
 * @param name what the error calls the value; empty for a whole input
 * @param isOurs true if a report asks on behalf of an agent: then lists may have any length
 * @throws ToolError `invalid_input` that says what is wrong and what is allowed
 */
export function parseValue<Output>(
  schema: ZodType<Output, ZodTypeDef, unknown>,
  value: unknown,
  name: string,
  isOurs = false,
): Output {
  const parsed = schema.safeParse(coerce(schema, value, { name, isOurs }));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues
    .flatMap(issuesOfForm)
    .slice(0, 3)
    .map((issue) => describeIssue(issue, name));
  throw new ToolError('invalid_input', sentences(...issues));
}

/** The arguments of a call: those for the tool, and those that choose which rows and fields are shown. */
export interface ParsedInput {
  readonly input: Record<string, unknown>;
  /** Field names as given; undefined for the default ones. */
  readonly fields: readonly string[] | undefined;
  readonly limit: number | undefined;
  readonly offset: number;
}

/** Empty text, an empty list, or a list with an empty text. */
const isEmpty = (value: unknown) =>
  isBlankText(value) || (Array.isArray(value) && (value.length === 0 || value.some(isBlankText)));

/**
 * What clients add to the arguments by themselves: n8n says which node and chat a call is from, Cursor fills in a tool without arguments,
 * and some put what belongs beside the arguments among them.
 */
const clientExtras: ReadonlySet<string> = new Set([
  ...['toolCallId', 'sessionId', 'action', 'chatInput', 'tool', 'tool_call_id', 'session_id'],
  ...['random_string', '_placeholder', '_dummy', '_meta', 'progressToken'],
]);

/** Arguments of some tools that say nothing of which records are meant. */
const notConditions = ['limit', 'offset', 'fields', 'sort', 'top', 'by', 'measure'];

/** The arguments without those that clients add. @throws ToolError for an argument that does not exist */
function ownArguments(given: object, tool: Pick<OperationTool, 'name' | 'input'>): Record<string, unknown> {
  const allowed = Object.keys(tool.input.shape);
  const own = Object.entries(given).filter(([key]) => allowed.includes(key) || !clientExtras.has(key));
  const [unknown] = own.map(([key]) => key).filter((key) => !allowed.includes(key));
  if (unknown === undefined) return Object.fromEntries(own);
  const hint = allowed.length > 3 ? suggestionText(unknown, allowed, 3) : '';
  const isCondition = allowed.includes('filters') && !notConditions.includes(unknown);
  const more = isCondition ? `Other conditions go into filters: [${quoted(`${unknown}: …`)}].` : '';
  const all =
    allowed.length > 0 ? `Arguments of {${tool.name}}: ${allowed.join(', ')}.` : `{${tool.name}} takes none.`;
  throw new ToolError(
    'invalid_input',
    sentences(`There is no argument ${quoted(unknown)}.`, hint, all, more),
  );
}

/**
 * Parses the arguments of a tool or report: tolerant of their form, strict about names and meaning.
 *
 * @param isOurs true if a report asks on behalf of an agent, whose own lists were counted
 * @throws ToolError `invalid_input`
 */
export function parseInput(
  tool: Pick<OperationTool, 'name' | 'input'>,
  given: unknown,
  isOurs = false,
): ParsedInput {
  const raw = given ?? {};
  if (typeof raw !== 'object' || Array.isArray(raw)) {
    throw new ToolError('invalid_input', `{${tool.name}} takes an object of arguments.`);
  }
  const input: Record<string, unknown> = parseValue(tool.input, ownArguments(raw, tool), '', isOurs);
  const { fields, limit, offset } = input;
  for (const [name, value] of Object.entries({ limit, offset })) {
    if (typeof value === 'number' && value < 0)
      throw new ToolError('invalid_input', `${name} must be at least 0.`);
  }
  const empty = Object.entries(input).find(([, value]) => isEmpty(value));
  if (empty !== undefined) {
    const [name, value] = empty;
    const problem = Array.isArray(value) && value.length > 0 ? 'contains an empty text' : 'is empty';
    throw new ToolError(
      'invalid_input',
      `${name} ${problem}, which Copper ignores; give a value or leave it out.`,
    );
  }
  return {
    input,
    fields: Array.isArray(fields) ? fields.map(String) : undefined,
    limit: typeof limit === 'number' ? limit : undefined,
    offset: typeof offset === 'number' ? offset : 0,
  };
}

/** The value of a JSON text; any other text as it is. */
function fromJson(text: string): unknown {
  const value = parseJson(text);
  return value === undefined ? text : value;
}

/** A single text where a list is expected: it may be a JSON object, or words of an enum or numbers separated by commas. */
function listOfText(element: InputSchema, text: string): unknown[] {
  if (element instanceof ZodEnum || element instanceof ZodNumber)
    return text.split(',').map((word) => word.trim());
  return [isWhole(element) ? fromJson(text) : text];
}

/** What an error calls a value, and whether it is one of ours. */
interface GivenAs {
  readonly name: string;
  readonly isOurs: boolean;
}

/** True for what a comma does not separate: an object, or the text that says the same. */
const isWhole = (element: InputSchema) => element instanceof ZodObject || element instanceof ZodUnion;

/** How many values a list takes: more than anybody needs. Published schemas do not say so: each would cost tokens for it. */
const mostValues = (element: InputSchema) =>
  element instanceof ZodNumber ? 10_000 : isWhole(element) ? 50 : 200;

/** Values in a list; a text may hold several, separated by commas. */
const valuesIn = (element: InputSchema, items: readonly unknown[]): number =>
  isWhole(element)
    ? items.length
    : items.reduce<number>((sum, item) => sum + (typeof item === 'string' ? item.split(',').length : 1), 0);

/** A value where a list is expected, as a list. @throws ToolError `invalid_input` if it has too many values */
function toList(element: InputSchema, value: unknown, { name, isOurs }: GivenAs): unknown[] {
  const given = typeof value === 'string' && value.trim().startsWith('[') ? fromJson(value) : value;
  const bare = isEffects(element) ? element.innerType() : element;
  const items: unknown[] = typeof given === 'string' ? listOfText(bare, given) : [given].flat();
  const [count, most] = [valuesIn(bare, items), mostValues(bare)];
  if (count > most && !isOurs) throw tooManyValues(name, count, most, count > items.length);
  return items;
}

/**
 * The text of a list with only one, also if the list is JSON text: as an argument, a list itself would be searched for, and never found.
 *
 * @throws ToolError `invalid_input` for a list of several
 */
function onlyText(value: unknown, name: string): unknown {
  const list = typeof value === 'string' && value.trim().startsWith('[') ? fromJson(value) : value;
  if (!Array.isArray(list)) return value;
  const items: readonly unknown[] = list;
  const [text = '', ...others] = items.filter((item) => !isBlankText(item));
  if (others.length === 0) return text;
  throw new ToolError('invalid_input', `${name} takes one value, not a list of ${others.length + 1}.`);
}

/** True for a text without any character that is seen. */
const isBlankText = (value: unknown) => typeof value === 'string' && value.trim() === '';

/** An object whose members are all blank: clients that fill in every member of a schema send one for an empty list. */
const isEmptyObject = (value: unknown) =>
  value instanceof Object && !Array.isArray(value) && Object.values(value).every(isBlankText);

/** What an optional argument holds that was not given: clients that must fill in every argument send these. */
const isAbsent = (value: unknown) =>
  isBlankText(value) || isEmptyObject(value) || (Array.isArray(value) && value.every(isBlankText));

// `instanceof` alone would give the parts of a schema as values of any type.
const isOptional = (schema: InputSchema): schema is ZodOptional<InputSchema> => schema instanceof ZodOptional;
const isEffects = (schema: InputSchema): schema is ZodEffects<InputSchema> => schema instanceof ZodEffects;
const isEnum = (schema: InputSchema): schema is ZodEnum<[string, ...string[]]> => schema instanceof ZodEnum;
const isArray = (schema: InputSchema): schema is ZodArray<InputSchema> => schema instanceof ZodArray;
const isUnion = (schema: InputSchema): schema is ZodUnion<[InputSchema, InputSchema]> =>
  schema instanceof ZodUnion;
const isText = (schema: InputSchema): boolean =>
  isOptional(schema)
    ? isText(schema.unwrap())
    : isEffects(schema)
      ? isText(schema.innerType())
      : schema instanceof ZodString;
const isShape = (schema: InputSchema): schema is ZodObject<Record<string, InputSchema>> =>
  schema instanceof ZodObject;

/** What `true`, `yes`, `1` and their opposites stand for; any other value as it is. */
function toBoolean(value: unknown): unknown {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if (word === 'true' || word === 'yes' || word === 1 || word === '1') return true;
  return word === 'false' || word === 'no' || word === 0 || word === '0' ? false : value;
}

/**
 * The same value in the form that the schema expects, if only the form differs: `"20"` for a number, one value for a list, JSON text
 * for a list or an object, another case for a word of an enum; without optional members that are empty. Anything else is returned
 * unchanged, for the schema to reject.
 */
function coerce(schema: InputSchema, value: unknown, given: GivenAs): unknown {
  if (isOptional(schema)) return coerce(schema.unwrap(), value, given);
  if (isEffects(schema)) return coerce(schema.innerType(), value, given);
  if (schema instanceof ZodBoolean) return toBoolean(value);
  if (schema instanceof ZodNumber) {
    if (typeof value !== 'string' || value.trim() === '') return value;
    // `1.000` is a thousand to some and one to others.
    return Number.isFinite(Number(value)) && !/^\s*\d{1,3}\.\d{3}\s*$/.test(value) ? Number(value) : value;
  }
  if (schema instanceof ZodString) {
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return Array.isArray(value) ? JSON.stringify(value) : value;
  }
  if (isEnum(schema))
    return typeof value === 'string' && !schema.options.includes(value)
      ? wordOf(schema.options, value)
      : value;
  if (isArray(schema)) {
    const { element } = schema;
    const items = toList(element, value, given);
    if (isEnum(element)) return wordsOf(element.options, items);
    return items.map((item) => coerce(element, item, given)).filter((item) => !isEmptyObject(item));
  }
  if (isUnion(schema)) {
    const members = typeof value === 'string' && value.trim().startsWith('{') ? fromJson(value) : value;
    const isObjectForm = members instanceof Object && !Array.isArray(members);
    const form = schema.options.find((option) => isShape(option) === isObjectForm);
    return form === undefined ? value : coerce(form, members, given);
  }
  if (isShape(schema)) {
    const members = typeof value === 'string' && value.trim().startsWith('{') ? fromJson(value) : value;
    if (!(members instanceof Object) || Array.isArray(members)) return members;
    const shape = new Map(Object.entries(schema.shape));
    const entries = Object.entries(members).filter(
      ([, item]: [string, unknown]) => item !== null && item !== undefined,
    );
    return Object.fromEntries(
      entries.flatMap(([key, item]: [string, unknown]): [string, unknown][] => {
        const expected = shape.get(key);
        if (expected === undefined) return [[key, item]];
        const optional = expected.isOptional();
        if (optional && isAbsent(item)) return [];
        const one = given.name === '' && isText(expected) ? onlyText(item, key) : item;
        const read = coerce(expected, one, {
          ...given,
          name: given.name === '' ? key : `${given.name}.${key}`,
        });
        return optional && isAbsent(read) ? [] : [[key, read]];
      }),
    );
  }
  return value;
}
