import type { ToolResult } from '../tool/app.ts';
import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';
import type { RowsPage } from '../tool/rows.ts';
import { ToolError } from '../tool/tool-error.ts';
import type { Answer, Cell, CopperErrorKind, ResultRow, ResultTable } from './api.ts';

/** What calls throw: one or two plain sentences that say what happened and what to do next. */
export class CopperError extends Error {
  override readonly name = 'CopperError';
  readonly kind: CopperErrorKind;
  /** Seconds to wait before another try, a whole number; undefined if waiting does not help. */
  readonly retryAfter: number | undefined;

  constructor(kind: CopperErrorKind, message: string, retryAfter?: number) {
    super(message);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }
}

const listOf = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : []);
const textsOf = (value: JsonValue | undefined) => listOf(value).map(String);
const cellOf = (value: JsonValue | undefined): Cell =>
  value === undefined || typeof value === 'object' ? null : value;

/** The numbers under these names; those that are missing stay missing. */
const numbersOf = <Name extends string>(data: JsonObject, ...names: readonly Name[]) => {
  const numbers: Partial<Record<Name, number>> = {};
  for (const name of names) {
    const value = data[name];
    if (typeof value === 'number') numbers[name] = value;
  }
  return numbers;
};

function tableOf(data: JsonObject): ResultTable {
  const { kind, rows, totals, offset, more, coverage } = data;
  const columns = textsOf(data.columns);
  const rowsOf = (value: JsonValue | undefined): ResultRow[] =>
    listOf(value).map((row) =>
      Object.fromEntries(columns.map((name, at) => [name, cellOf(listOf(row)[at])])),
    );
  return {
    kind: String(kind),
    columns,
    rows: rowsOf(rows),
    ...(totals === undefined ? {} : { totals: rowsOf(totals) }),
    offset: Number(offset ?? 0),
    ...numbersOf(data, 'total', 'least', 'next'),
    ...(typeof more === 'string' ? { more } : {}),
    ...(isObject(coverage) ? { coverage } : {}),
  };
}

/** An answer in JSON for programs: the same data, with rows, totals and further tables as objects. */
export const answerOf = (data: JsonObject): Answer => ({
  ...tableOf(data),
  ...(data.parts && { parts: listOf(data.parts).map((part) => tableOf(isObject(part) ? part : {})) }),
  notes: textsOf(data.notes),
  ...(data.understood === undefined ? {} : { understood: textsOf(data.understood) }),
});

/**
 * What a finished call gives to a program: the text, or the answer if it is data.
 *
 * @throws CopperError if the call failed
 */
export function answerOrThrow({ text, structured, isError, kind, retryAfter }: ToolResult): string | Answer {
  if (!isError) return structured === undefined ? text : answerOf(structured);
  throw new CopperError(kind ?? 'internal', text.slice(text.indexOf(': ') + 2), retryAfter);
}

/** What a program gets of an error that a reading of rows threw: a CopperError, or the reason of its own signal as it is. */
export const errorForPrograms = (error: unknown): unknown =>
  error instanceof ToolError ? new CopperError(error.kind, error.message, error.retryAfter) : error;

/** The rows of pages as objects; returns what the pages return. */
export async function* rowObjects<End>(
  columns: readonly string[],
  pages: AsyncGenerator<RowsPage, End, undefined>,
): AsyncGenerator<ResultRow, End, undefined> {
  try {
    for (;;) {
      const { done, value } = await pages.next();
      if (done) return value;
      for (const row of value.rows)
        yield Object.fromEntries(columns.map((name, at) => [name, row[at] ?? null]));
    }
  } finally {
    // Whoever leaves early ends the reading as well.
    await pages.return(undefined as never).catch(() => undefined);
  }
}
