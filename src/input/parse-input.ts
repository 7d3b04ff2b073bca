import type { ZodIssue, ZodType, ZodTypeDef } from 'zod/v3';
import { quoted, sentences, suggestionText } from '../names/suggestions.ts';
import type { OperationTool } from '../tool/tool.ts';
import { ToolError } from '../tool/tool-error.ts';
import { coerce, isBlankText } from './coerce.ts';

/** What is wrong with the value called `name`, as a sentence. */
function describeIssue(issue: ZodIssue, name: string): string {
  const where = [name, ...issue.path].filter((step) => step !== '' && typeof step !== 'number').join('.');
  switch (issue.code) {
    case 'invalid_enum_value': {
      const allowed = issue.options.map(String);
      const received = String(issue.received);
      const hint = allowed.length === 1 ? '' : suggestionText(received, allowed, 1);
      return sentences(`${where} cannot be ${quoted(received)}; allowed: ${allowed.join(', ')}.`, hint);
    }
    case 'invalid_type':
      return issue.received === 'undefined'
        ? `${where} is required (${issue.expected}).`
        : `${where} must be ${issue.expected === 'integer' ? 'a whole number' : `of type ${issue.expected}`}, not ${issue.received}.`;
    case 'too_big':
      return issue.type === 'string'
        ? `${where} is too long; at most ${issue.maximum} characters.`
        : `${where} must be at most ${issue.maximum}.`;
    case 'too_small':
      return `${where} must be at least ${issue.minimum}.`;
    case 'unrecognized_keys':
      return `${where === '' ? '' : `${where}: `}unknown ${issue.keys.map(quoted).join(', ')}.`;
    default:
      return `${where} ${issue.message}.`;
  }
}

/**
 * The value as the schema expects it: tolerant of its form, strict about its meaning.
 *
 * @param name what the error calls the value; empty for a whole input
 * @throws ToolError `invalid_input` that says what is wrong and what is allowed
 */
export function parseValue<Output>(
  schema: ZodType<Output, ZodTypeDef, unknown>,
  value: unknown,
  name: string,
): Output {
  const parsed = schema.safeParse(coerce(schema, value));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, 3).map((issue) => describeIssue(issue, name));
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
  const known = Object.keys(tool.input.shape);
  const own = Object.entries(given).filter(([key]) => known.includes(key) || !clientExtras.has(key));
  const [unknown] = own.map(([key]) => key).filter((key) => !known.includes(key));
  if (unknown === undefined) return Object.fromEntries(own);
  const hint = known.length > 3 ? suggestionText(unknown, known, 3) : '';
  const isCondition = known.includes('filters') && !notConditions.includes(unknown);
  const more = isCondition
    ? `Other conditions go into filters: [{"name": ${quoted(unknown)}, "value": …}].`
    : '';
  const all =
    known.length > 0 ? `Arguments of {${tool.name}}: ${known.join(', ')}.` : `{${tool.name}} takes none.`;
  throw new ToolError(
    'invalid_input',
    sentences(`There is no argument ${quoted(unknown)}.`, hint, all, more),
  );
}

/**
 * Parses the arguments of a tool or report: tolerant of their form, strict about names and meaning.
 *
 * @throws ToolError `invalid_input`
 */
export function parseInput(tool: Pick<OperationTool, 'name' | 'input'>, given: unknown): ParsedInput {
  const raw = given ?? {};
  if (typeof raw !== 'object' || Array.isArray(raw)) {
    throw new ToolError('invalid_input', `{${tool.name}} takes an object of arguments.`);
  }
  const input: Record<string, unknown> = parseValue(tool.input, ownArguments(raw, tool), '');
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
