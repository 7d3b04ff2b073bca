import { isUnreadable, type JsonObject, type JsonValue } from '../tool/json.ts';
import type { Column, Field } from '../tool/record.ts';
import { numbered, quoted, quoteIfAmbiguous } from '../tool/sentences.ts';
import { textCell } from './cell.ts';
import { isLongId, type Labelling } from './label.ts';

/**
 * The columns of an answer in data, with numbers where numbers are usual: ids that JSON would round are texts, and texts that are no
 * numbers are left out; both are said.
 */
export function asDataNumbers(
  columns: readonly Column[],
  rows: readonly JsonObject[],
  { note }: Pick<Labelling, 'note'>,
): Column[] {
  const having = (is: (value: JsonValue | undefined) => boolean) =>
    columns.filter(({ field }) => field.kind === 'number' && rows.some((row) => is(field.read(row))));
  const rounded = having(isLongId).map(({ name }) => quoteIfAmbiguous(name));
  if (rounded.length > 0)
    note?.(`${rounded.join(', ')} above 2^53 - 1 as text: a JSON number would round it.`);
  const unreadable = having(isUnreadable);
  for (const { name, field } of unreadable) {
    const texts = rows.map(field.read).filter(isUnreadable);
    const [first = null] = texts;
    const nulls = numbered(texts.length, 'value that is not a number is', 'values that are not numbers are');
    const example = quoted(textCell(first, false) ?? '');
    note?.(`${quoteIfAmbiguous(name)}: ${nulls} null here, e.g. ${example}.`);
  }
  return columns.map((column) => {
    if (!unreadable.includes(column)) return column;
    const { field } = column;
    const read: Field['read'] = (row) => (isUnreadable(field.read(row)) ? null : field.read(row));
    return { ...column, field: { ...field, read }, dataOnly: true };
  });
}
