import type { JsonObject, JsonValue } from '../../../src/tool/json.ts';
import type { Book, Entry, Names } from '../../../src/tool/names.ts';
import { type Column, type Field, named, text } from '../../../src/tool/record.ts';
import { column } from '../../../src/tool/report.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';

/** The key of rows that belong to no group. */
export const none = '';

/** How the groups of a dimension can be counted by searches instead of reading rows. */
export interface Countable {
  /** The parameter of the search, as `filters` takes it. */
  readonly parameter: string;
  /** Other names by which a question may be narrowed by it. */
  readonly aliases: readonly string[];
  /** The keys that rows have; a key is what `filters` takes as well. */
  keys(): Promise<readonly string[]>;
  /** True where rows have keys in every account that are in no list, so that only reading tells all groups. */
  readonly incomplete?: boolean;
  /** Rows that have no key: the search knows `none`; they are the rest; or there are none, and a rest has keys that no list knows. */
  readonly none: 'asked' | 'rest' | 'never';
}

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
export function textsOf(value: JsonValue | undefined): string[] {
  const all = [value].flat().map((one) => (one === null || one === undefined ? '' : String(one).trim()));
  return [...new Set(all)].filter((one) => one !== '');
}

/** Every choice of one key of each list. */
export const combinations = (keys: readonly (readonly string[])[]): readonly (readonly string[])[] =>
  keys.reduce<readonly (readonly string[])[]>(
    (all, some) => all.flatMap((one) => some.map((key) => [...one, key])),
    [[]],
  );

/** Earlier keys of the list come first; keys outside it last. */
export function inOrderOf(keys: readonly string[]) {
  const place = new Map(keys.map((key, at) => [key, at]));
  const at = (key: string) => place.get(key) ?? keys.length;
  return (a: string, b: string) => at(a) - at(b);
}

/** The entries of a small list; none where they cannot be read, which labels then tell. */
export async function entriesOf(names: Names, book: Book): Promise<readonly Entry[]> {
  try {
    return await names.all(book);
  } catch (error) {
    if (error instanceof ToolError) return [];
    throw error;
  }
}

/** Groups by ids whose names are in a book. */
export const byBook = (name: string, book: Book, field: Field, more: Partial<Dimension> = {}): Dimension => ({
  name,
  reads: [column(name, field)],
  keys: (row) => textsOf(field.read(row)),
  shown: (path) => named(path, book),
  value: (key) => key,
  ...more,
});

/** Groups by words that are always written alike: statuses, tags, options. */
export const byWord = (name: string, read: Column, more: Partial<Dimension> = {}): Dimension => ({
  name,
  reads: [read],
  keys: (row) => textsOf(read.field.read(row)),
  shown: text,
  value: (key) => key,
  ...more,
});

/** Groups by text that people type: the same but for case and spaces is one group, shown as it was met first. */
export function byText(name: string, read: Column): Dimension {
  const met = new Map<string, string>();
  return byWord(name, read, {
    keys: (row) =>
      textsOf(read.field.read(row)).map((one) => {
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
      const keys = textsOf(id.read(row));
      const [key] = keys;
      if (key !== undefined && !names.has(key)) {
        const [label = `${word} ${key}`] = textsOf(called.read(row));
        names.set(key, label);
        uses.set(label, (uses.get(label) ?? 0) + 1);
      }
      return keys;
    },
    shown: text,
    value(key) {
      const label = names.get(key) ?? key;
      return (uses.get(label) ?? 0) > 1 ? `${label} (${word} ${key})` : label;
    },
  };
}
