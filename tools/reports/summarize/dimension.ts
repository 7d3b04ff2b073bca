import type { JsonObject, JsonValue } from '../../../src/tool/json.ts';
import type { NameList } from '../../../src/tool/names.ts';
import { type Column, type Field, nameField, textField } from '../../../src/tool/record.ts';
import { column } from '../../../src/tool/report.ts';
import type { Countable } from './countable.ts';

/** What rows are grouped by: how keys are read from a row, and how a key is shown. */
export interface Dimension {
  /** The name of its column: `owner`, `closes month`. */
  readonly name: string;
  /** What of a row `keys` needs. */
  readonly reads: readonly Column[];
  /** The groups a row is in, each once; none for a row that has no value. */
  keys(row: JsonObject): readonly string[];
  /** How keys are shown that stand at this path of a result. */
  shown(path: string): Field;
  /** What stands there. */
  value(key: string): JsonValue;
  /** The order of keys, where it is not that of the measure. */
  readonly order?: (a: string, b: string) => number;
  /** True where a row may be in several groups. */
  readonly several?: boolean;
  readonly countable?: Countable;
  /** Keys that rows might have had between the first and the last, or in the range that was asked for. */
  readonly between?: () => readonly string[];
}

/** A value as texts, each once; null and empty text are none. */
export function distinctTexts(value: JsonValue | undefined): string[] {
  const all = [value].flat().map((one) => (one === null || one === undefined ? '' : String(one).trim()));
  return [...new Set(all)].filter((one) => one !== '');
}

/** Every choice of one of each list. */
export const combinations = <One>(lists: readonly (readonly One[])[]): readonly (readonly One[])[] =>
  lists.reduce<readonly (readonly One[])[]>(
    (all, some) => all.flatMap((before) => some.map((one) => [...before, one])),
    [[]],
  );

/** Earlier keys of the list come first; keys outside it last. */
export function orderOfKeys(keys: readonly string[]) {
  const place = new Map(keys.map((key, at) => [key, at]));
  const at = (key: string) => place.get(key) ?? keys.length;
  return (a: string, b: string) => at(a) - at(b);
}

/** Groups by ids whose names are in a book. */
export const byNameList = (
  name: string,
  book: NameList,
  field: Field,
  more: Partial<Dimension> = {},
): Dimension => ({
  name,
  reads: [column(name, field)],
  keys: (row) => distinctTexts(field.read(row)),
  shown: (path) => nameField(path, book),
  value: (key) => key,
  ...more,
});

/** Groups by words that are always written alike: statuses, tags, options. */
export const byWord = (name: string, read: Column, more: Partial<Dimension> = {}): Dimension => ({
  name,
  reads: [read],
  keys: (row) => distinctTexts(read.field.read(row)),
  shown: textField,
  value: (key) => key,
  ...more,
});

/** Groups by text that people type: the same but for case and spaces is one group, shown as it was met first. */
export function byText(name: string, read: Column): Dimension {
  const met = new Map<string, string>();
  return byWord(name, read, {
    keys: (row) =>
      distinctTexts(read.field.read(row)).map((one) => {
        const key = one.toLowerCase().replace(/\s+/g, ' ');
        if (!met.has(key)) met.set(key, one);
        return key;
      }),
    value: (key) => met.get(key) ?? key,
  });
}

/** Groups by the records that rows belong to, shown by the name that stands beside the id; equal names with their ids. */
export function byRecord(name: string, word: string, id: Field, called: Field): Dimension {
  const names = new Map<string, string>();
  const uses = new Map<string, number>();
  return {
    name,
    reads: [column(`${name} id`, id), column(name, called)],
    keys(row) {
      const keys = distinctTexts(id.read(row));
      const [key] = keys;
      if (key !== undefined && !names.has(key)) {
        const [label = `${word} ${key}`] = distinctTexts(called.read(row));
        names.set(key, label);
        uses.set(label, (uses.get(label) ?? 0) + 1);
      }
      return keys;
    },
    shown: textField,
    value(key) {
      const label = names.get(key) ?? key;
      return (uses.get(label) ?? 0) > 1 ? `${label} (${word} ${key})` : label;
    },
  };
}
