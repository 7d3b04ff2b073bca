import type { Period } from '../../../src/tool/clock.ts';
import { type JsonObject, type JsonValue, numberOf } from '../../../src/tool/json.ts';
import type { CustomField, NameKind } from '../../../src/tool/names.ts';
import { type Column, column, type Field, nameField, textField } from '../../../src/tool/record.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import type { Countable } from './countable.ts';

/** What rows are grouped by: how keys are read from a row, and how a key is shown. */
export interface Dimension {
  /** The name of its column: `owner`, `closes month`. */
  readonly name: string;
  /** The columns that `keys` needs. */
  readonly reads: readonly Column[];
  /** The groups a row is in, each once; none for a row without a value. */
  keys(row: JsonObject): readonly string[];
  /** How the keys at this path of a result row are shown. */
  shown(path: string): Field;
  /** What a result row has at that path. */
  value(key: string): JsonValue;
  /** The order of keys, if it is not by the measure. */
  readonly order?: (a: string, b: string) => number;
  /** True if a row may be in several groups. */
  readonly several?: boolean;
  readonly countable?: Countable;
  /** All keys between the first and the last, or in the range that was asked for, whether rows have them or not. */
  readonly between?: () => readonly string[];
}

/** A value as texts, each once; null and empty text are none. */
export function distinctTexts(value: JsonValue | undefined): string[] {
  const all = [value].flat().map((one) => (one === null || one === undefined ? '' : String(one).trim()));
  return [...new Set(all)].filter((one) => one !== '');
}

/** Every way to take one of each list. */
export const combinations = <One>(lists: readonly (readonly One[])[]): readonly (readonly One[])[] =>
  lists.reduce<readonly (readonly One[])[]>(
    (all, some) => all.flatMap((before) => some.map((one) => [...before, one])),
    [[]],
  );

/** Sorts keys as in the list; keys outside it come last. */
export function orderOfKeys(keys: readonly string[]) {
  const positions = new Map(keys.map((key, position) => [key, position]));
  const position = (key: string) => positions.get(key) ?? keys.length;
  return (a: string, b: string) => position(a) - position(b);
}

/** Groups by ids that a list names. */
export const byNameList = (
  name: string,
  nameKind: NameKind,
  field: Field,
  more: Partial<Dimension> = {},
): Dimension => ({
  ...byFixedWord(name, column(name, field)),
  shown: (path) => nameField(path, nameKind),
  ...more,
});

/** Groups by words that are always spelled the same: statuses, tags, options. */
export const byFixedWord = (name: string, read: Column, more: Partial<Dimension> = {}): Dimension => ({
  name,
  reads: [read],
  keys: (row) => distinctTexts(read.field.read(row)),
  shown: textField,
  value: (key) => key,
  ...more,
});

/** Groups by text that people type: case and spaces make no difference, and the first spelling is shown. */
export function byText(name: string, read: Column): Dimension {
  const spellings = new Map<string, string>();
  return byFixedWord(name, read, {
    keys: (row) =>
      distinctTexts(read.field.read(row)).map((text) => {
        const key = text.toLowerCase().replace(/\s+/g, ' ');
        if (!spellings.has(key)) spellings.set(key, text);
        return key;
      }),
    value: (key) => spellings.get(key) ?? key,
  });
}

/** Groups by the records that rows belong to, shown by the name that rows have beside the id; equal names with their ids. */
export function byRecord(name: string, id: Field, recordName: Field): Dimension {
  const names = new Map<string, string>();
  const uses = new Map<string, number>();
  return {
    ...byFixedWord(name, column(`${name} id`, id)),
    reads: [column(`${name} id`, id), column(name, recordName)],
    keys(row) {
      const keys = distinctTexts(id.read(row));
      const [key] = keys;
      if (key !== undefined && !names.has(key)) {
        const [label = `${name} ${key}`] = distinctTexts(recordName.read(row));
        names.set(key, label);
        uses.set(label, (uses.get(label) ?? 0) + 1);
      }
      return keys;
    },
    value(key) {
      const label = names.get(key) ?? key;
      return (uses.get(label) ?? 0) > 1 ? `${label} (${name} ${key})` : label;
    },
  };
}

/** Above this number of periods, those without rows are not shown. */
const maxPeriods = 120;

/** First and last second of the days to which the rows are narrowed. */
export interface DayRange {
  readonly from?: number;
  readonly to?: number;
}

/**
 * Groups by the periods of a date, oldest first.
 *
 * @param range the days to which the rows are narrowed, if they are: its periods are shown even if they have no rows
 */
export function byPeriod(
  date: Column,
  length: Period,
  { calendar, dayOf }: ReportContext,
  range: DayRange = {},
): Dimension {
  let first = range.from === undefined ? undefined : calendar.day(range.from);
  let last = range.to === undefined ? undefined : calendar.day(range.to);
  return byFixedWord(`${date.name} ${length}`, date, {
    keys(row) {
      const value = date.field.read(row);
      const seconds = date.field.kind === 'time' ? numberOf(value) : undefined;
      const isMoment = seconds !== undefined && calendar.dayOfMidnight(seconds) !== undefined;
      const day = isMoment ? calendar.day(seconds) : dayOf(value);
      if (day === undefined) return [];
      if (first === undefined || day < first) first = day;
      if (last === undefined || day > last) last = day;
      return [calendar.period(day, length)];
    },
    order: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
    between: () =>
      first === undefined || last === undefined
        ? []
        : (calendar.periods(first, last, length, maxPeriods) ?? []),
  });
}

/** Types of custom fields whose values make groups, apart from dates. */
export const groupedTypes = ['Dropdown', 'MultiSelect', 'Checkbox', 'String'];

const yesOrNo: Readonly<Record<string, string>> = { true: 'yes', false: 'no' };

/** Groups by the values of a custom field; undefined for a type that cannot be grouped. */
export function byCustomField({ name, type }: CustomField, read: Column): Dimension | undefined {
  if (!groupedTypes.includes(type)) return undefined;
  if (type === 'String') return byText(name, read);
  if (type === 'Checkbox') return byFixedWord(name, read, { value: (key) => yesOrNo[key] ?? key });
  return byFixedWord(name, read, { several: type === 'MultiSelect' });
}
