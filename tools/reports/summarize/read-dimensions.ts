import { nearestNames, normalizeName } from '../../../src/names/nearest-names.ts';
import type { CustomField } from '../../../src/tool/names.ts';
import type { Column } from '../../../src/tool/record.ts';
import { column, type ReportContext } from '../../../src/tool/report.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { byCustomField, groupedTypes } from './by-custom-field.ts';
import { byPeriod, type DayRange } from './by-period.ts';
import { readDateWords, significantWords } from './date-words.ts';
import type { Dimension } from './dimension.ts';
import type { SummaryKind } from './summary-kinds.ts';

/** Dimensions of one question. */
const most = 2;

/** What people say for dimensions. */
const aliases = new Map(
  Object.entries({
    assignee: 'owner',
    rep: 'owner',
    'sales rep': 'owner',
    user: 'owner',
    who: 'owner',
    group: 'team',
    'customer source': 'source',
    'lead source': 'source',
    'lead status': 'status',
    tags: 'tag',
    'contact type': 'type',
    'activity type': 'type',
  }),
);

/**
 * What an agent wants to break rows down by: names of dimensions, labels of custom fields, and dates by period.
 *
 * @param ranges the days to which the question narrows a date, by the name of its field
 * @throws ToolError `unknown_name` that lists what this kind of record can be broken down by
 */
export async function readDimensions(
  given: readonly string[],
  kind: SummaryKind,
  ranges: Readonly<Record<string, DayRange>>,
  context: ReportContext,
): Promise<readonly Dimension[]> {
  const { record } = kind.tool.returns;
  const { fields: own, entity, plural } = record;
  const dates = Object.entries(own).filter(([, { as }]) => as === 'day' || as === 'time');
  const customFields = async () => (entity === undefined ? [] : context.names.customFields(entity));

  async function readOf({ id, name }: CustomField): Promise<Column | undefined> {
    const [read] = await context.columns(record, [String(id)]);
    return read === undefined ? undefined : { ...read, name };
  }

  function ownDate(date: string): Column | undefined {
    const wanted = date === '' ? kind.date : date;
    const found =
      dates.find(([name]) => name === wanted) ??
      dates.find(([name, { needs }]) => [name, ...needs].some((one) => significantWords(one) === wanted));
    return found === undefined ? undefined : column(...found);
  }

  async function customDimension(text: string): Promise<Dimension | undefined> {
    const fields = await customFields();
    const field = fields.find(
      ({ id, name }) => normalizeName(name) === normalizeName(text) || String(id) === text.trim(),
    );
    const said = readDateWords(text);
    const date =
      field ?? fields.find(({ type, name }) => type === 'Date' && significantWords(name) === said?.date);
    const read = date === undefined ? undefined : await readOf(date);
    if (date === undefined || read === undefined) return undefined;
    if (date.type !== 'Date') return byCustomField(date, read);
    return byPeriod(read, field === undefined ? (said?.length ?? 'month') : 'month', context);
  }

  async function dimension(text: string): Promise<Dimension | undefined> {
    const said = aliases.get(normalizeName(text)) ?? normalizeName(text);
    const name = Object.keys(kind.dimensions).find((one) => normalizeName(one) === said);
    const make = name === undefined ? undefined : kind.dimensions[name];
    if (make !== undefined) return make(context);
    const words = readDateWords(text);
    const date = words === undefined ? undefined : ownDate(words.date);
    if (words === undefined || date === undefined) return customDimension(text);
    return byPeriod(date, words.length, context, ranges[date.name]);
  }

  async function unknown(text: string): Promise<ToolError> {
    const fields = (await customFields()).filter(
      ({ type }) => groupedTypes.includes(type) || type === 'Date',
    );
    const names = [...Object.keys(kind.dimensions), ...fields.map(({ name }) => name)];
    const near = nearestNames(text, names, 3);
    const hint = near.length > 0 && names.length > 3 ? ` Nearest: ${near.join(', ')}.` : '';
    const when = dates.map(([name]) => name).join(', ');
    return new ToolError(
      'unknown_name',
      `${plural} cannot be grouped by "${text.slice(0, 60)}".${hint} They can by: ${names.join(', ')}; and by day, week, month, quarter or year of ${when}, e.g. "${kind.date} month".`,
    );
  }

  async function each(text: string): Promise<readonly Dimension[]> {
    const whole = await dimension(text);
    if (whole !== undefined) return [whole];
    const parts = text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
    if (parts.length < 2) throw await unknown(text);
    return (await Promise.all(parts.map(each))).flat();
  }

  const found: Dimension[] = [];
  for (const text of given) {
    for (const one of await each(text)) if (!found.some(({ name }) => name === one.name)) found.push(one);
  }
  if (found.length <= most) return found;
  throw new ToolError(
    'invalid_input',
    `by takes at most ${most}, e.g. ["owner", "stage"]; ask again for the others.`,
  );
}
