import {
  ZodArray,
  ZodBoolean,
  ZodEffects,
  ZodEnum,
  type ZodIssue,
  ZodNumber,
  ZodObject,
  ZodOptional,
  ZodString,
  type ZodTypeAny,
  type z,
} from 'zod/v3';
import { nearestNames, normalizeName } from '../names/nearest-names.ts';
import { ToolError } from '../tool/tool-error.ts';

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * The same value in the form the schema wants, where only the form differs: `"20"` for a number, one value for a list, JSON text for
 * a list or an object, another case for one of a few words. What does not fit is handed on for the schema to refuse.
 */
function coerce(schema: ZodTypeAny, value: unknown): unknown {
  if (schema instanceof ZodOptional) return coerce(schema.unwrap(), value);
  if (schema instanceof ZodEffects) return coerce(schema.innerType(), value);
  if (schema instanceof ZodNumber) {
    return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
      ? Number(value)
      : value;
  }
  if (schema instanceof ZodBoolean) {
    const said = typeof value === 'string' ? value.trim().toLowerCase() : value;
    if (said === 'true' || said === 'yes' || said === 1 || said === '1') return true;
    return said === 'false' || said === 'no' || said === 0 || said === '0' ? false : value;
  }
  if (schema instanceof ZodString) {
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return Array.isArray(value) ? JSON.stringify(value) : value;
  }
  if (schema instanceof ZodEnum) {
    const words: readonly string[] = schema.options;
    return typeof value === 'string'
      ? (words.find((word) => normalizeName(word) === normalizeName(value)) ?? value)
      : value;
  }
  if (schema instanceof ZodArray) {
    const given = typeof value === 'string' && value.trim().startsWith('[') ? fromJson(value) : value;
    const list = Array.isArray(given)
      ? given
      : given instanceof Object && schema.element instanceof ZodObject
        ? [given]
        : fromOne(schema.element, given);
    return list.map((item) => coerce(schema.element, item));
  }
  if (schema instanceof ZodObject) {
    const given = typeof value === 'string' && value.trim().startsWith('{') ? fromJson(value) : value;
    if (!(given instanceof Object) || Array.isArray(given)) return given;
    const shape: Record<string, ZodTypeAny> = schema.shape;
    const entries = Object.entries(given).filter(([, item]) => item !== null && item !== undefined);
    return Object.fromEntries(
      entries.map(([key, item]) => [
        key,
        Object.hasOwn(shape, key) && shape[key] ? coerce(shape[key], item) : item,
      ]),
    );
  }
  return value;
}

/** One text that was given where a list is wanted: an object may have come as JSON, several words of a few with commas between. */
function fromOne(element: ZodTypeAny, value: unknown): unknown[] {
  if (typeof value !== 'string') return [value];
  if (element instanceof ZodEnum) return value.split(',').map((word) => word.trim());
  return [element instanceof ZodObject ? fromJson(value) : value];
}

function sentence(issue: ZodIssue, name: string): string {
  const where = [name, ...issue.path].filter((step) => step !== '' && typeof step !== 'number').join('.');
  switch (issue.code) {
    case 'invalid_enum_value': {
      const near = nearestNames(String(issue.received), issue.options.map(String), 1);
      const hint = near[0] === undefined || issue.options.length === 1 ? '' : ` Nearest: ${near[0]}.`;
      return `${where} cannot be "${String(issue.received).slice(0, 60)}"; allowed: ${issue.options.join(', ')}.${hint}`;
    }
    case 'invalid_type':
      return issue.received === 'undefined'
        ? `${where} is required (${issue.expected}).`
        : `${where} must be ${issue.expected === 'integer' ? 'a whole number' : `of type ${issue.expected}`}, not ${issue.received}.`;
    case 'too_big':
      return issue.type === 'string'
        ? `${where} is too long; at most ${issue.maximum} characters.`
        : `${where} is at most ${issue.maximum}.`;
    case 'too_small':
      return `${where} is at least ${issue.minimum}.`;
    case 'unrecognized_keys':
      return `${where === '' ? '' : `${where}: `}unknown ${issue.keys.map((key) => `"${key.slice(0, 60)}"`).join(', ')}.`;
    default:
      return `${where} ${issue.message}.`;
  }
}

/**
 * The value as the schema wants it, forgiving in form and strict in meaning.
 *
 * @param name what the value is called in the sentence of an error; empty for a whole input
 * @throws ToolError `invalid_input` that names what is wrong and what is allowed
 */
export function parseValue<Schema extends ZodTypeAny>(
  schema: Schema,
  value: unknown,
  name: string,
): z.infer<Schema> {
  const parsed = schema.safeParse(coerce(schema, value));
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.slice(0, 3).map((issue) => sentence(issue, name));
  throw new ToolError('invalid_input', sentences.join(' '));
}
