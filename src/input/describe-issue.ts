import type { ZodIssue } from 'zod/v3';
import { suggestionText } from '../names/suggestions.ts';
import { formatNumber, quoted, sentences } from '../tool/sentences.ts';
import { ToolError } from '../tool/tool-error.ts';

/** Unknown members of an object, the first few by name. */
function unknownKeys(keys: readonly string[]): string {
  const shown = keys.slice(0, 5).map(quoted).join(', ');
  return keys.length > 5 ? `${shown} and ${formatNumber(keys.length - 5)} more` : shown;
}

/** What is wrong with the value: of one that may have several forms, what its own form lacks. */
export function issuesOfForm(issue: ZodIssue): readonly ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const forms = issue.unionErrors.map(({ issues }) => issues);
  const isOther = ({ code, path }: ZodIssue) => code === 'invalid_type' && path.length === issue.path.length;
  return forms.find((issues) => !issues.some(isOther)) ?? forms[0] ?? [issue];
}

/** What is wrong with the value called `name`, as a sentence. */
export function describeIssue(issue: ZodIssue, name: string): string {
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
      return `${where === '' ? '' : `${where}: `}unknown ${unknownKeys(issue.keys)}.`;
    default:
      return `${where} ${issue.message}.`;
  }
}

/** The error for a list of `count` values if one call takes `most`; `hasCommas` if some of them share a text. */
export function tooManyValues(name: string, count: number, most: number, hasCommas: boolean): ToolError {
  const separated = hasCommas ? ' (a comma in a text begins another one)' : '';
  return new ToolError(
    'invalid_input',
    `${name} takes at most ${formatNumber(most)} values${separated}, not ${formatNumber(count)}: give fewer, or split them over several calls.`,
  );
}
