import type { CustomField } from '../tool/names.ts';
import { encodeForeignText } from '../tool/outgoing-text.ts';
import { bySpelling } from './spelling.ts';
import { ambiguousNameError } from './suggestions.ts';

interface Named {
  readonly id: number;
  readonly name: string;
}

const withId = ({ id, name }: Named) => `${name} (${id})`;

/** The name of one of several custom fields or options; with its id where another one, or a word in `reserved`, is spelled so. */
export function distinctName(one: Named, all: readonly Named[], reserved: readonly string[] = []): string {
  const isShared = all.some(({ id, name }) => id !== one.id && name.trim() === one.name.trim());
  return isShared || reserved.includes(one.name) ? withId(one) : one.name;
}

/** The custom fields that a text names by label, by id, or by both as answers print them; the strictest spelling decides. */
export function fieldsCalled(text: string, fields: readonly CustomField[]): readonly CustomField[] {
  const named = bySpelling(text, fields, (field) => [field.name, withId(field)]);
  return named?.found ?? fields.filter(({ id }) => String(id) === text.trim());
}

/**
 * The only custom field that a text names; undefined if there is none.
 *
 * @throws ToolError `unknown_name` where several have this label, with their ids
 */
export const fieldCalled = (text: string, fields: readonly CustomField[]): CustomField | undefined =>
  onlyField(text, fieldsCalled(text, fields));

/** The only one of the custom fields that a text fits. @throws ToolError `unknown_name` where there are several, with their ids */
export function onlyField(text: string, found: readonly CustomField[]): CustomField | undefined {
  const [first, second] = found;
  if (first === undefined || second === undefined) return first;
  const listed = found.map(({ id, name, type, options }) => {
    const some = options.slice(0, 4).map((option) => option.name);
    return `${id}: ${name}, ${type}${some.length === 0 ? '' : ` of ${some.join(', ')}`}`;
  });
  throw ambiguousNameError(text, {
    what: 'several custom fields',
    listed: listed.map(encodeForeignText),
    advice: `Give one by id, e.g. "${first.id}".`,
  });
}
