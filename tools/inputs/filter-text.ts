import { negated } from '../../src/input/selection.ts';
import { fieldsCalled } from '../../src/names/custom-field-names.ts';
import { isObject } from '../../src/tool/json.ts';
import type { CustomField } from '../../src/tool/names.ts';
import { quoted } from '../../src/tool/sentences.ts';
import { ToolError } from '../../src/tool/tool-error.ts';

/** A filter that was written as one text. */
interface TextFilter {
  readonly name: string;
  readonly value: string;
}

/** The fields that a filter may be on. */
export interface FieldNames {
  /** True for a name that every account has. */
  isOwn(name: string): boolean;
  /** Those of this account, read if the text does not begin with another. */
  customFields(): Promise<readonly CustomField[]>;
}

/** What may stand between name and value; not the colon of a time or of an address. */
const separators = /(?<!\d):(?!\/\/)|:(?!\d\d|\/\/)|!=|<>|[<>]=|=[<>]|[=<>≠≤≥]/g;

/** So many separators of a text are looked at; a label with more is reached by an object. */
const mostSeparators = 8;

/** A filter in one text, split at each of its separators; signs that compare belong to the value. */
function splitsOf(text: string): TextFilter[] {
  const found = [...text.matchAll(separators)].slice(0, mostSeparators);
  return found.flatMap(({ 0: sign, index }) => {
    const name = text.slice(0, index).trim();
    const end = index + sign.length;
    const value = text.slice(sign === ':' || sign === '=' ? end : index).trim();
    return name === '' ? [] : [{ name, value }];
  });
}

/** What is left of a text that begins with `not` or its sign; not of one with a dash, which may be that of a list. */
const notAll = /^(?:not\s|[!¬])(.+)$/is;

/** Name and value of a filter in whichever form, as far as it has them; a text is split at its first separator. */
export function filterParts(given: unknown): { readonly name: string; readonly value: string } {
  if (typeof given === 'string') {
    const [, excluded] = notAll.exec(given.trim()) ?? [];
    const { name, value } = splitsOf(excluded ?? given)[0] ?? { name: given, value: '' };
    return { name, value: excluded === undefined ? value : `not ${value}` };
  }
  const { name = '', value = '' } = isObject(given) ? given : {};
  return { name: String(name), value: String(value) };
}

/** The name of a filter in whichever form. */
export const filterName = (given: unknown): string => filterParts(given).name;

/** A name without the signs at which it may be thought to end: `ARR:` of `ARR: >5` is `ARR`. */
const withoutSeparators = (name: string) => name.replaceAll(separators, '').trim();

const invalid = (text: string) => new ToolError('invalid_input', text);

/**
 * A filter that is written as one text. A label may have separators itself, so that the name decides where it ends; `not` in front of a
 * name that has none means all but these.
 *
 * @throws ToolError `invalid_input` if nothing separates name and value, if several names fit, or if the value holds another filter
 */
export async function readFilterText(text: string, names: FieldNames): Promise<TextFilter> {
  const splits = splitsOf(text);
  const [first] = splits;
  if (first === undefined)
    throw invalid(
      `The filter ${quoted(text)} needs the form "field: value", e.g. ${quoted('created_date: -30d..')}.`,
    );
  const labels = splits.length === 1 && names.isOwn(first.name) ? [] : await names.customFields();
  const isField = (name: string) => names.isOwn(name) || fieldsCalled(name, labels).length > 0;
  const fitting = splits.filter(({ name }) => isField(name));
  const [one] = fitting;
  const others = fitting.filter(
    ({ name }) => one !== undefined && withoutSeparators(name) !== withoutSeparators(one.name),
  );
  if (one !== undefined && others.length > 0)
    throw invalid(
      `The filter ${quoted(text)} may be on ${[one, ...others].map(({ name }) => quoted(name)).join(' or ')}: give it as {"name": …, "value": …}.`,
    );
  const excluded = one === undefined ? notAll.exec(text.trim())?.[1]?.trim() : undefined;
  if (excluded !== undefined) {
    const { name, value } = await readFilterText(excluded, names);
    if (negated(value) === undefined) return { name, value: `not ${value}` };
    throw invalid(
      `The filter ${quoted(text)} says "not" twice; say it once, as in ${quoted(`${name}: not …`)}.`,
    );
  }
  const given = one ?? first;
  const second = given.value
    .split(/[,;\n]|\sand\s/i)
    .slice(1)
    .find((part) => splitsOf(part).some(({ name }) => isField(name)));
  if (second === undefined) return given;
  throw invalid(
    `The filter ${quoted(text)} holds a second one, ${quoted(second.trim())}: give each as a text of its own.`,
  );
}
