import { fieldCalled, onlyField } from '../../../src/names/custom-field-names.ts';
import { bySpelling } from '../../../src/names/spelling.ts';
import { normalizeName, suggestionText } from '../../../src/names/suggestions.ts';
import type { Period } from '../../../src/tool/clock.ts';
import type { CustomField } from '../../../src/tool/names.ts';
import type { Column, RecordDefinition } from '../../../src/tool/record.ts';
import { column } from '../../../src/tool/record.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { listedNames, quoted, sentences } from '../../../src/tool/sentences.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { byCustomField, byPeriod, type DayRange, type Dimension, groupedTypes } from './dimension.ts';
import type { SummaryKind } from './summary-kinds.ts';

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

/** The column of a custom field, called by its label; undefined if there is none. */
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
const significantWords = (name: string) =>
  normalizeName(name)
    .split(' ')
    .filter((word) => !fillers.includes(word))
    .join(' ');

/**
 * Which date, by the significant words of its name (empty for the main one), and by which periods; undefined if no date can be meant.
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

/** Maximum number of dimensions in one call. */
const maxDimensions = 2;

/** Other words for dimensions. */
const aliases = wordMap(
  ['owner', 'assignee, rep, sales rep, user, who'],
  ['team', 'group'],
  ['source', 'customer source, lead source'],
  ['status', 'lead status'],
  ['tag', 'tags'],
  ['type', 'contact type, activity type'],
);

/**
 * What an agent wants to group rows by: names of dimensions, labels of custom fields, and dates by period.
 *
 * @param ranges the days to which the rows are narrowed by a date, by the name of its field
 * @throws ToolError `unknown_name` that lists what this kind of record can be grouped by; `invalid_input` for too many
 */
export async function readDimensions(
  given: readonly string[],
  kind: SummaryKind,
  ranges: Readonly<Record<string, DayRange>>,
  context: ReportContext,
): Promise<readonly Dimension[]> {
  const { record } = kind.tool.returns;
  const dates = Object.entries(record.fields).filter(([, { kind }]) => kind === 'day' || kind === 'time');

  function recordDate(date: string): Column | undefined {
    const wanted = date === '' ? kind.date : date;
    const found =
      dates.find(([name]) => name === wanted) ??
      dates.find(([name, { sourceFields }]) =>
        [name, ...sourceFields].some((one) => significantWords(one) === wanted),
      );
    return found === undefined ? undefined : column(...found);
  }

  async function customDimension(text: string): Promise<Dimension | undefined> {
    const fields = await customFieldsOf(record, context);
    const named = fieldCalled(text, fields);
    const dateWords = readDateWords(text);
    const isDated = ({ type, name }: CustomField) =>
      type === 'Date' && significantWords(name) === dateWords?.date;
    const field = named ?? onlyField(text, fields.filter(isDated));
    const read = field === undefined ? undefined : await customFieldColumn(field, record, context);
    if (field === undefined || read === undefined) return undefined;
    if (field.type !== 'Date') return byCustomField(field, read);
    return byPeriod(read, named === undefined ? (dateWords?.length ?? 'month') : 'month', context);
  }

  /** The custom field with exactly this label, which a word of ours in another case does not shadow. */
  async function labelled(text: string): Promise<Dimension | undefined> {
    try {
      const fields = await customFieldsOf(record, context);
      return fields.some(({ name }) => name.trim() === text.trim()) ? await customDimension(text) : undefined;
    } catch (error) {
      if (error instanceof ToolError) return undefined;
      throw error;
    }
  }

  async function readOne(text: string): Promise<Dimension | undefined> {
    const known = Object.keys(kind.dimensions);
    const [other] = bySpelling(text, [...aliases.keys()], (word) => [word])?.found ?? [];
    const wanted = (other === undefined ? undefined : aliases.get(other)) ?? text;
    const [name] = bySpelling(wanted, known, (one) => [one])?.found ?? [];
    const create = name === undefined ? undefined : kind.dimensions[name];
    if (create !== undefined)
      return (known.includes(text) ? undefined : await labelled(text)) ?? create(context);
    const dateWords = readDateWords(text);
    const date = dateWords === undefined ? undefined : recordDate(dateWords.date);
    if (dateWords === undefined || date === undefined) return customDimension(text);
    return byPeriod(date, dateWords.length, context, ranges[date.name]);
  }

  async function unknown(text: string): Promise<ToolError> {
    const fields = (await customFieldsOf(record, context)).filter(
      ({ type }) => groupedTypes.includes(type) || type === 'Date',
    );
    const names = [...Object.keys(kind.dimensions), ...fields.map(({ name }) => name)];
    const hint = names.length > 3 ? suggestionText(text, names, 3) : '';
    const message = sentences(
      `${record.plural} cannot be grouped by ${quoted(text)}.`,
      hint,
      `They can be grouped by: ${listedNames(names)}; and by day, week, month, quarter or year of ${dates.map(([name]) => name).join(', ')}, e.g. "${kind.date} month".`,
    );
    return new ToolError('unknown_name', message);
  }

  const found = new Map<string, Dimension>();
  const readList = async (text: string) => {
    const dimension = await readOne(text);
    return dimension === undefined ? undefined : [dimension];
  };
  for (const one of await readEach(given, readList, unknown))
    if (!found.has(one.name)) found.set(one.name, one);
  if (found.size <= maxDimensions) return [...found.values()];
  throw new ToolError(
    'invalid_input',
    `by takes at most ${maxDimensions}, e.g. ["owner", "stage"]; make another call for the others.`,
  );
}
