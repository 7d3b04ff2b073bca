import type { Answered } from '../harness.ts';

/** One table of an answer, as an agent reads it; a single record is a table of one row. */
export interface Table {
  /** What its rows are: `opportunities`. */
  readonly what: string;
  readonly columns: readonly string[];
  /** Empty cells are empty texts. */
  readonly rows: readonly (readonly string[])[];
  /** Rows that sum up the others. */
  readonly totals: readonly (readonly string[])[];
  /** How many there are, where that is told. */
  readonly total: number | undefined;
  /** How many there are at least, where that is all that is told. */
  readonly atLeast: number | undefined;
  /** How many come before the first row. */
  readonly offset: number;
  /** How to go on, where there is more. */
  readonly next: string | undefined;
}

/** A whole answer. */
export interface Answer extends Table {
  readonly text: string;
  readonly isError: boolean;
  readonly notes: readonly string[];
  readonly parts: readonly Table[];
}

const nothing: Table = {
  what: '',
  columns: [],
  rows: [],
  totals: [],
  total: undefined,
  atLeast: undefined,
  offset: 0,
  next: undefined,
};

const range =
  /^(.*?) (\d+)-(\d+) of (?:(\d+)|at least (\d+)|an unknown number(?: \(Copper gave no total\))?)(?: \(each row: (.*?)\))?(?:, next: (.*))?$/;
const none = /^(.*?): none(?: (?:match|found))?( among the rows read)?(?: \(.*\))?$/;
const counted =
  /^(.*?): (?:(\d+)|at least (\d+)|an unknown number.*) match(?: \(.*\))? \(limit=0: counted only\)$/;
const beyond = /^(.*?): none from offset=(\d+) on, (?:(\d+)|at least (\d+)|an unknown.*) match(?: \(.*\))?$/;

const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));

/** What a first line tells beside its rows; undefined for a single record, which has no such line. */
function headOf(
  line: string,
): (Partial<Table> & { readonly shown: number; readonly constants?: string | undefined }) | undefined {
  const [head = ''] = line.split(/; (?=read |counted |INCOMPLETE)/);
  const some = range.exec(head);
  if (some !== null) {
    const [, what = '', from, to, total, atLeast, constants, next] = some;
    const offset = Number(from) - 1;
    return {
      what,
      offset,
      shown: Number(to) - offset,
      total: number(total),
      atLeast: number(atLeast),
      constants,
      next,
    };
  }
  const [, what, partly] = none.exec(head) ?? [];
  if (what !== undefined)
    return { what, ...(partly === undefined ? { total: 0 } : { atLeast: 0 }), shown: 0 };
  const only = counted.exec(head);
  if (only !== null)
    return { what: only[1] ?? '', total: number(only[2]), atLeast: number(only[3]), shown: 0 };
  const past = beyond.exec(head);
  if (past === null) return undefined;
  return {
    what: past[1] ?? '',
    offset: Number(past[2]),
    total: number(past[3]),
    atLeast: number(past[4]),
    shown: 0,
  };
}

/** `name: value` lines; lines that are set in belong to the value above them. */
function oneRecord(what: string, lines: readonly string[]): Table {
  const fields: [string, string][] = [];
  for (const line of lines) {
    const last = fields.at(-1);
    if (line.startsWith('  ') && last !== undefined) last[1] += `\n${line.slice(2)}`;
    else {
      const at = line.indexOf(': ');
      fields.push([line.slice(0, at), line.slice(at + 2)]);
    }
  }
  return {
    ...nothing,
    what,
    columns: fields.map(([name]) => name),
    rows: [fields.map(([, value]) => value)],
    total: 1,
  };
}

function tableOf(block: string): Table {
  const [first = '', ...lines] = block.split('\n');
  const head = headOf(first);
  if (head === undefined) return oneRecord(first.split('; ')[0] ?? '', lines);
  const { shown, constants, ...told } = head;
  const [columns = [], ...rows] = lines.map((line) => line.split('\t'));
  // What the head line says of each row is a column as well.
  const each = (constants?.split('; ') ?? []).map((text) =>
    text.split(text.includes(' = ') ? / = (.*)/s : / (.*)/s),
  );
  return {
    ...nothing,
    ...told,
    columns: [...columns, ...each.map(([name = '']) => name)],
    rows: rows.slice(0, shown).map((row) => [...row, ...each.map(([, value = '']) => value)]),
    totals: rows.slice(shown),
  };
}

function fromText(text: string): Pick<Answer, 'notes' | 'parts'> & Table {
  const all = text.replace(/\nas of \S+$/, '').split('\n');
  const from = all.findIndex((line) => line.startsWith('note: '));
  const notes = from < 0 ? [] : all.slice(from).map((line) => line.replace(/^note: /, ''));
  const [main = nothing, ...parts] = all
    .slice(0, from < 0 ? all.length : from)
    .join('\n')
    .split('\n\n')
    .map(tableOf);
  return { ...main, notes, parts };
}

interface JsonTable {
  readonly kind: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly totals?: readonly (readonly unknown[])[];
  readonly offset?: number;
  readonly total?: number;
  readonly least?: number;
  readonly next?: number;
  readonly more?: string;
}

interface JsonAnswer extends JsonTable {
  readonly parts?: readonly JsonTable[];
  readonly notes: readonly string[];
}

const cells = (rows: readonly (readonly unknown[])[] = []) =>
  rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell))));

/** Sums as text has them, `1200 USD, 30 EUR`: data has two columns for each currency. */
function sumsIn(columns: readonly string[], row: readonly unknown[], name: string): string {
  const sums = columns.flatMap((column, at) => {
    const value = row[at];
    if (typeof value !== 'number' || !new RegExp(`^${name}(?:_\\d+)?$`).test(column)) return [];
    return [{ value, unit: row[columns.indexOf(`${column}_currency`)] ?? '' }];
  });
  sums.sort((one, other) => other.value - one.value);
  return sums.map(({ value, unit }) => `${value} ${unit}`.trim()).join(', ');
}

/** Rows of a table; where it counts deals, with their sums in one cell. */
function rowsOf(columns: readonly string[], rows: readonly (readonly unknown[])[] | undefined): string[][] {
  const counts = columns.includes('deals') || columns.includes('won');
  return cells(rows).map((row, at) =>
    row.map((cell, place) => {
      const name = columns[place] ?? '';
      return counts && /^(won_)?value$/.test(name) ? sumsIn(columns, rows?.[at] ?? [], name) : cell;
    }),
  );
}

const fromJson = ({ kind, columns, rows, totals, offset, total, least, next, more }: JsonTable): Table => ({
  what: kind,
  columns,
  rows: rowsOf(columns, rows),
  totals: rowsOf(columns, totals),
  total,
  atLeast: least,
  offset: offset ?? 0,
  next: more ?? (next === undefined ? undefined : `offset=${next}`),
});

/** Takes an answer apart, in whichever of the two formats it came. */
export function answerOf({ text, isError, structured }: Answered): Answer {
  if (isError) return { ...nothing, text, isError, notes: [], parts: [] };
  if (structured === undefined) return { ...fromText(text), text, isError };
  const { parts = [], notes, ...main } = structured as JsonAnswer;
  return { ...fromJson(main), parts: parts.map(fromJson), notes, text, isError };
}
