import { isObject, type JsonObject, parseJson } from '../../../src/tool/json.ts';
import { quoted } from '../../../src/tool/sentences.ts';

/** One target as it is written in a targets file, not yet understood. */
export interface TargetLine {
  /** Where it is: `line 3`, `entry 2`. */
  readonly place: string;
  readonly who: string;
  readonly period: string;
  readonly amount: string;
  /** Empty if none is given. */
  readonly currency: string;
}

/** What a targets file holds, and what of it cannot be read, each with its place. */
interface TargetLines {
  readonly lines: readonly TargetLine[];
  readonly problems: readonly string[];
}

const names = ['who', 'period', 'amount', 'currency'] as const;
const needed = ['who', 'period', 'amount'] as const;

/** The most targets of a file: each of their names is looked up. */
const maxTargets = 2_000;

/** The cells of one line, of which those in quotes may hold the separator; undefined if a quote is not closed. */
function cellsOf(line: string, separator: string): string[] | undefined {
  const cells: string[] = [];
  for (let rest = line; ; ) {
    const quote = /^\s*"((?:[^"]|"")*)"\s*/.exec(rest);
    const end = quote === null ? rest.indexOf(separator) : quote[0].length;
    const cell =
      quote === null ? (end < 0 ? rest : rest.slice(0, end)) : (quote[1] ?? '').replaceAll('""', '"');
    if (quote === null && cell.trimStart().startsWith('"')) return undefined;
    cells.push(cell.trim());
    const next = end < 0 ? '' : rest.slice(end);
    if (next === '') return cells;
    if (!next.startsWith(separator)) return undefined;
    rest = next.slice(separator.length);
  }
}

/** The target that named texts make; else what is wrong with them. */
function lineOf(place: string, given: ReadonlyMap<string, string>): TargetLine | string {
  const of = (name: string) => given.get(name) ?? '';
  const missing = needed.filter((name) => of(name) === '');
  if (missing.length > 0) return `${place} has no ${missing.join(', ')}`;
  return { place, who: of('who'), period: of('period'), amount: of('amount'), currency: of('currency') };
}

/** Sorts what was read into lines and problems. */
function sorted(read: readonly (TargetLine | string)[]): TargetLines {
  return {
    lines: read.filter((one) => typeof one !== 'string'),
    problems: read.filter((one) => typeof one === 'string'),
  };
}

const tooMany = (count: number): TargetLines => ({
  lines: [],
  problems: [`it has ${count} targets, and may have ${maxTargets}`],
});

function readJson(text: string): TargetLines {
  const all = parseJson(text);
  if (!Array.isArray(all)) return { lines: [], problems: ['it is not a JSON array of targets'] };
  if (all.length > maxTargets) return tooMany(all.length);
  const textsOf = (entry: JsonObject) =>
    new Map(
      Object.entries(entry).flatMap(([name, value]) =>
        typeof value === 'string' || typeof value === 'number' ? [[name, String(value).trim()] as const] : [],
      ),
    );
  return sorted(
    all.map((entry, at) => {
      const place = `entry ${at + 1}`;
      if (!isObject(entry)) return `${place} is not an object`;
      const unknown = Object.keys(entry).find((name) => !names.some((known) => known === name));
      return unknown === undefined
        ? lineOf(place, textsOf(entry))
        : `${place} has an unknown member ${quoted(unknown)}; members are ${names.join(', ')}`;
    }),
  );
}

function readCsv(text: string): TargetLines {
  const lines = text.split(/\r\n|[\r\n]/).map((line, at) => ({ line, place: `line ${at + 1}` }));
  const [head, ...rest] = lines.filter(({ line }) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  if (head === undefined) return { lines: [], problems: [] };
  if (rest.length > maxTargets) return tooMany(rest.length);
  const separator = ['\t', ';', ','].find((sign) => head.line.includes(sign)) ?? ',';
  const columns = cellsOf(head.line, separator)?.map((name) => name.toLowerCase()) ?? [];
  const isHead =
    needed.every((name) => columns.includes(name)) &&
    new Set(columns).size === columns.length &&
    columns.every((column) => names.some((name) => name === column));
  if (!isHead)
    return {
      lines: [],
      problems: [`${head.place} must name the columns: ${names.join(separator === '\t' ? ', ' : separator)}`],
    };
  return sorted(
    rest.map(({ line, place }) => {
      const cells = cellsOf(line, separator);
      if (cells === undefined) return `${place} has a quotation mark that is not closed`;
      if (cells.length > columns.length)
        return `${place} has ${cells.length} cells under ${columns.length} columns; put values with "${separator}" in quotes`;
      return lineOf(place, new Map(columns.map((name, at) => [name, cells[at] ?? ''])));
    }),
  );
}

/** Reads the text of a targets file: CSV with a line of column names (who, period, amount, currency), or a JSON array of such objects. */
export function readTargetLines(text: string): TargetLines {
  const plain = text.replace(/^\uFEFF/, '');
  return /^\s*[[{]/.test(plain) ? readJson(plain) : readCsv(plain);
}
