import { normalizeName } from '../../../src/names/nearest-names.ts';
import type { Period } from '../../../src/tool/clock.ts';
import type { CustomField } from '../../../src/tool/names.ts';
import type { Column, RecordDefinition } from '../../../src/tool/record.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import type { ToolError } from '../../../src/tool/tool-error.ts';

/**
 * Reads each text; one that `read` does not know may hold several, separated by commas.
 *
 * @throws ToolError from `unknown` for the first text that is not known
 */
export async function readEach<One>(
  texts: readonly string[],
  read: (text: string) => Promise<readonly One[] | undefined>,
  unknown: (text: string) => Promise<ToolError>,
): Promise<One[]> {
  const found: One[] = [];
  for (const text of texts) {
    const known = await read(text);
    const parts = text.split(',').flatMap((part) => part.trim() || []);
    if (known !== undefined) found.push(...known);
    else if (parts.length < 2) throw await unknown(text);
    else found.push(...(await readEach(parts, read, unknown)));
  }
  return found;
}

/** The custom fields of a kind of record. */
export const customFieldsOf = async (
  { entity }: RecordDefinition,
  { names }: ReportContext,
): Promise<readonly CustomField[]> => (entity === undefined ? [] : names.customFields(entity));

/** The column of a custom field, called by its label; undefined where there is none. */
export async function customFieldColumn(
  { id }: CustomField,
  record: RecordDefinition,
  { columns }: ReportContext,
): Promise<Column | undefined> {
  const [read] = await columns(record, [String(id)]);
  return read;
}

/** Each word → what it stands for, from meanings with their words separated by commas. */
export const wordMap = <Meaning extends string>(...meanings: readonly (readonly [Meaning, string])[]) =>
  new Map(
    meanings.flatMap(([meaning, words]) =>
      words.split(', ').map((word): [string, Meaning] => [word, meaning]),
    ),
  );

const periods = wordMap<Period>(
  ['day', 'day, daily'],
  ['week', 'week, weekly'],
  ['month', 'month, monthly'],
  ['quarter', 'quarter, quarterly'],
  ['year', 'year, yearly'],
);

/** Words that do not tell which date is meant. */
const fillers = ['by', 'of', 'per', 'in', 'each', 'the', 'at', 'on', 'date'];

/** The words that tell a name from others: `Close date` and `close` are the same. */
export const significantWords = (name: string) =>
  normalizeName(name)
    .split(' ')
    .filter((word) => !fillers.includes(word))
    .join(' ');

/**
 * Which date, by the significant words of its name (empty for the main one), and by which periods; undefined where no date can be meant.
 * `month`, `closes:month`, `closes by month`, `month of the close date`, `due date`.
 */
export function readDateWords(text: string): { date: string; length: Period } | undefined {
  const words = normalizeName(text).split(' ');
  const ends = [words.length - 1, 0];
  const at = ends.find((place) => periods.has(words[place] ?? ''));
  const length = at === undefined ? undefined : periods.get(words[at] ?? '');
  const date = significantWords(words.filter((_, place) => place !== at).join(' '));
  const meansMain = length !== undefined || words.includes('date');
  return date === '' && !meansMain ? undefined : { date, length: length ?? 'month' };
}
