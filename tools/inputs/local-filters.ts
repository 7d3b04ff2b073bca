import { negated, negatedBySign, presenceOf } from '../../src/input/selection.ts';
import { asShown } from '../../src/names/spelling.ts';
import { type JsonObject, type JsonValue, numberOf } from '../../src/tool/json.ts';
import { escapeUntrusted } from '../../src/tool/outgoing-text.ts';
import { type Field, primarySourceFields } from '../../src/tool/record.ts';
import type { LocalFilter } from '../../src/tool/request.ts';
import { quoted, quoteIfAmbiguous } from '../../src/tool/sentences.ts';
import type { RequestContext } from '../../src/tool/tool.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { anyCurrency, type NumberRange, numberRange } from './amounts.ts';
import { type RequestPart, shortText } from './parameter.ts';

/** All values in a raw value, as texts: nothing for null, empty text and empty lists. */
function textsOf(value: JsonValue | undefined): string[] {
  if (value === null || value === undefined || value === '') return [];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return typeof value === 'object' ? Object.values(value).flatMap(textsOf) : [String(value)];
}

/** Whether a text contains one of the wanted ones, `=…` whether it equals it; case does not matter. */
export function textMatcher(wanted: readonly string[]): (text: string) => boolean {
  const spelled = (text: string) => asShown(text.normalize('NFC')).toLowerCase();
  const parts = wanted.map(spelled);
  return (given) => {
    const text = spelled(given);
    return parts.some((part) => (part.startsWith('=') ? text === part.slice(1).trim() : text.includes(part)));
  };
}

/** The condition that a value is there, or is not. */
export const presenceTest =
  (wanted: 'none' | 'any', read: (row: JsonObject) => JsonValue | undefined) =>
  (row: JsonObject): boolean =>
    textsOf(read(row)).length > 0 === (wanted === 'any');

/** Part of a name, for lists that Copper only returns whole. */
export const nameContains = {
  input: { name: shortText.optional() },
  localFilters(part: string | undefined): LocalFilter[] {
    if (part === undefined) return [];
    const excluded = negatedBySign(part);
    const matches = textMatcher([excluded ?? part]);
    const test = (row: JsonObject) => matches(String(row.name ?? '')) === (excluded === undefined);
    return [{ name: 'name', notedOnlyIfPartial: true, test }];
  },
};

/** Whether a raw value is one of the days that a text asks for. */
export function dayMatcher(
  text: string,
  { calendar, dayOf }: Pick<RequestContext, 'calendar' | 'dayOf'>,
): (value: JsonValue | undefined) => boolean {
  const { from, to } = calendar.range(text);
  const [first, last] = [from, to].map((end) => (end === undefined ? undefined : calendar.day(end)));
  return (value) => {
    const day = dayOf(value);
    return day !== undefined && (first === undefined || day >= first) && (last === undefined || day <= last);
  };
}

/** A value in sentences: ranges, such as `-30d..`, cannot pass for words of ours and stay as they are. */
const shownValue = (text: string): string =>
  /^[\w.+<>=-]*$/.test(text) ? escapeUntrusted(text) : quoteIfAmbiguous(text);

/** How values were understood if one is a word of ours or is excluded: `none or Boston`, `not Boston, Rome`. */
export function understoodValues(some: readonly string[], not: readonly string[]): string | undefined {
  if (not.length === 0 && !some.some((text) => text === 'none' || text === 'any')) return undefined;
  const excluded = not.length === 0 ? '' : `not ${not.map(shownValue).join(', ')}`;
  return [some.map(shownValue).join(' or '), excluded].filter(Boolean).join(', ');
}

/** What is said of a text that stands where a number should be. */
export const noNumber = (name: string, text: string): string =>
  `${quoteIfAmbiguous(name)}: values that are not numbers, such as ${quoted(text)}, do not match any range.`;

/** Whether a number lies in a range; `onNone` is called if it is none. */
export function isInRange(
  number: number | undefined,
  { from = -Infinity, to = Infinity }: NumberRange,
  onNone: () => void,
): boolean {
  if (number === undefined) onNone();
  return number !== undefined && number >= from && number <= to;
}

/** Whether a value of this field is one that a text asks for. @throws ToolError `invalid_input` or `unknown_name` */
async function fieldMatcher(
  name: string,
  field: Field,
  value: string,
  { names, calendar, dayOf, note }: RequestContext,
): Promise<(raw: string) => boolean> {
  switch (field.kind) {
    case 'number': {
      const { from, to, currency } = numberRange(value);
      if (currency) note(anyCurrency(name));
      return (raw) => isInRange(numberOf(raw), { from, to }, () => note(noNumber(name, raw)));
    }
    case 'time': {
      const { from = -Infinity, to = Infinity } = calendar.range(value);
      return (raw) => Number(raw) >= from && Number(raw) <= to;
    }
    case 'day': {
      const matches = dayMatcher(value, { calendar, dayOf });
      return (raw) => matches(/^\d+$/.test(raw) ? Number(raw) : raw);
    }
    case 'name': {
      const entries = field.nameKind === undefined ? [] : await names.find(field.nameKind, [value]);
      const keys = new Set(entries.map(({ key }) => key));
      return (raw) => keys.has(raw);
    }
    case 'text':
    case 'flag':
      return textMatcher([value]);
    default:
      throw new ToolError('invalid_input', `The filter ${quoted(name)} only takes "none" or "any".`);
  }
}

/** Says once that rows have a text itself which was read as a word of ours, or as one with a sign in front: `none`, `not Boston`. */
function sayIfSpelled(name: string, value: string, note: RequestContext['note']) {
  const isSpelled = textMatcher([`=${value}`]);
  return (texts: readonly string[]): void => {
    if (texts.some(isSpelled))
      note(
        `Some have ${quoted(value)} itself as ${quoteIfAmbiguous(name)}, which was not looked for; ${quoted(`=${value}`)} finds them.`,
      );
  };
}

/** Says once that a text which is excluded has left out others of which it is only a part. */
function sayIfPart(name: string, excluded: string, note: RequestContext['note']) {
  const [contains, equals] = [textMatcher([excluded]), textMatcher([`=${excluded}`])];
  let isSaid = excluded.startsWith('=');
  return (texts: readonly string[]): void => {
    const longer = isSaid || texts.some(equals) ? undefined : texts.find(contains);
    if (longer === undefined) return;
    isSaid = true;
    note(
      `${quoteIfAmbiguous(name)}: what only contains ${quoted(excluded)}, such as ${quoted(longer)}, is left out as well; ${quoted(`not =${excluded}`)} leaves out only the whole text.`,
    );
  };
}

/** Looks at the texts of each row, and says which of them a condition on texts has passed over, or left out besides. */
function createTextRemarks(
  name: string,
  values: readonly string[],
  { note }: RequestContext,
): (texts: readonly string[]) => void {
  const remarks = [...new Set(values)].flatMap((value) => {
    const excluded = negated(value);
    if (presenceOf(value) !== undefined) return [sayIfSpelled(name, value, note)];
    if (excluded === undefined) return [];
    return [sayIfSpelled(name, value, note), sayIfPart(name, excluded, note)];
  });
  return (texts) => {
    for (const look of remarks) look(texts);
  };
}

/** The only text of a condition, without a sign of exactness; undefined if it asks for several, for none or any, or excludes. */
export function onlyTextOf(values: readonly string[]): string | undefined {
  const [value = '', second] = values;
  const isPlain = second === undefined && presenceOf(value) === undefined && negated(value) === undefined;
  return isPlain ? value.replace(/^=\s*(?=\S)/, '') : undefined;
}

/** The part of a condition on texts, which says what it passes over and leaves out besides. */
export function withTextRemarks(
  part: RequestPart,
  [name, values]: readonly [name: string, values: readonly string[]],
  textsOf: (row: JsonObject) => readonly string[],
  context: RequestContext,
): RequestPart {
  const look = createTextRemarks(name, values, context);
  const localFilters = (part.localFilters ?? []).map((one) => ({
    ...one,
    test(row: JsonObject) {
      look(textsOf(row));
      return one.test(row);
    },
  }));
  return { ...part, localFilters };
}

/** The mark of a request's part whose condition on a field asks for one exact value: a name, or a text. */
export function fixedMark(
  { kind }: Field,
  values: readonly string[],
): Pick<RequestPart, 'isFixed' | 'fixedText'> {
  const text = onlyTextOf(values);
  if (text === undefined) return {};
  return kind === 'name' ? { isFixed: true } : kind === 'text' ? { fixedText: text } : {};
}

/**
 * A condition on a field that answers show and Copper cannot search by: rows are read whole and filtered by this server. Text by its
 * parts (`=…` exact), numbers and moments by ranges, names as everywhere; of several values any may match, and none that is excluded.
 *
 * @throws ToolError `invalid_input` or `unknown_name`
 */
export async function fieldFilter(
  name: string,
  field: Field,
  values: readonly string[],
  context: RequestContext,
): Promise<LocalFilter> {
  const some: ((row: JsonObject) => boolean)[] = [];
  const not: ((row: JsonObject) => boolean)[] = [];
  const wanted: string[] = [];
  const excludedTexts: string[] = [];
  const look = field.kind === 'text' ? createTextRemarks(name, values, context) : undefined;
  for (const value of new Set(values)) {
    const presence = presenceOf(value);
    if (presence !== undefined) {
      some.push(presenceTest(presence, field.read));
      wanted.push(presence);
      continue;
    }
    const excluded = negated(value);
    (excluded === undefined ? wanted : excludedTexts).push(excluded ?? value);
    const matches = await fieldMatcher(name, field, excluded ?? value, context);
    (excluded === undefined ? some : not).push((row) => textsOf(field.read(row)).some(matches));
  }
  const test = (row: JsonObject) => {
    look?.(textsOf(field.read(row)));
    return (
      (some.length === 0 || some.some((matches) => matches(row))) && !not.some((matches) => matches(row))
    );
  };
  const how = understoodValues(wanted, excludedTexts);
  if (how !== undefined) context.noteUnderstood(name, how);
  return {
    name,
    ...(how === undefined ? {} : { understood: how }),
    sourceFields: primarySourceFields(field),
    test,
  };
}
