import { isObject } from '../../src/tool/json.ts';

/** What may stand between name and value; not the colon of a time or of an address. */
const separators = /(?<!\d):(?!\/\/)|:(?!\d\d|\/\/)|!=|<>|[<>]=|=[<>]|[=<>≠≤≥]/g;

/** So many separators of a text are looked at; a label with more is reached by an object. */
const mostSeparators = 8;

/** A filter in one text, split at each of its separators; signs that compare belong to the value. */
export function splitsOf(text: string): { readonly name: string; readonly value: string }[] {
  const found = [...text.matchAll(separators)].slice(0, mostSeparators);
  return found.flatMap(({ 0: sign, index }) => {
    const name = text.slice(0, index).trim();
    const end = index + sign.length;
    const value = text.slice(sign === ':' || sign === '=' ? end : index).trim();
    return name === '' ? [] : [{ name, value }];
  });
}

/** The name of a filter in whichever form; of a text, what is before its first separator. */
export function filterName(given: unknown): string {
  if (typeof given === 'string') return splitsOf(given)[0]?.name ?? given;
  return isObject(given) ? String(given.name) : '';
}
