import type { CallContext } from '../tool/app.ts';
import { isObject } from '../tool/json.ts';
import type { Report } from '../tool/report.ts';
import type { RowsPage, RowsReading, RowValue } from '../tool/rows.ts';
import { formatNumber, joined, quoteIfAmbiguous } from '../tool/sentences.ts';
import { ToolError } from '../tool/tool-error.ts';
import type { AnswerContext } from './answer.ts';
import type { AnswerTable } from './answer-table.ts';
import { runReport } from './report.ts';

/** The inputs for how many rows a table has, and the largest value of each. */
const largest = { limit: 100, top: 1_000 };

/** A report with more rows than this is not one that people read. */
const maxRows = 20_000;

/** @throws ToolError `invalid_input` for a report whose answer is not one table of rows */
function refuseOthers({ name }: Report, { form, parts = [] }: AnswerTable): void {
  if (form === 'page') return;
  const kinds = parts.map(({ what }) => what);
  const several = kinds.length === 0 ? '' : `, with ${joined(kinds)} beside it`;
  throw new ToolError(
    'invalid_input',
    `{${name}} answers with one record${several}, not with one table: there are no rows to read. Call it for its answer, or read one kind of record, e.g. {search_opportunities}.`,
  );
}

/** The rows of several answers under all columns that any of them has: one that is empty in a part is left out there. */
function joinTables(tables: readonly AnswerTable[]): { columns: string[]; rows: RowsPage['rows'] } {
  const columns = [...new Set(tables.flatMap((table) => table.columns))];
  const rows = tables.flatMap((table) => {
    const places = columns.map((name) => table.columns.indexOf(name));
    return table.rows.map((row) => places.map((at): RowValue => row[at] ?? null));
  });
  return { columns, rows };
}

/** Reads all rows of the list of a report, as many times as that takes. */
async function readTables(
  report: Report,
  given: unknown,
  answerContext: AnswerContext,
  context: CallContext,
): Promise<AnswerTable[]> {
  const input = isObject(given) ? given : {};
  const part = ['limit', 'offset', 'top'].find((name) => input[name] !== undefined && name !== 'top');
  if (part !== undefined)
    throw new ToolError(
      'invalid_input',
      `All rows are read here: leave out ${part}. To see some of them, call {${report.name}}.`,
    );
  const { shape } = report.input;
  const sizes = Object.entries(largest).filter(([name]) => name in shape && input[name] === undefined);
  const all = { ...input, ...Object.fromEntries(sizes) };
  const tables: AnswerTable[] = [];
  for (let offset: number | undefined = 0; offset !== undefined; ) {
    const asked = offset === 0 ? all : { ...all, offset };
    const table: AnswerTable = await runReport(
      report,
      given === undefined || isObject(given) ? asked : given,
      answerContext,
      context,
    );
    refuseOthers(report, table);
    const [first] = tables;
    if (first !== undefined && first.total !== table.total)
      throw new ToolError(
        'unavailable',
        `The rows changed while they were read: ${first.total ?? 'an unknown number'} at first, then ${table.total ?? 'an unknown number'}. Try again.`,
      );
    tables.push(table);
    const rows = offset + table.rows.length;
    if (rows > maxRows)
      throw new ToolError(
        'invalid_input',
        `There are more than ${formatNumber(maxRows)} rows. Narrow the question.`,
      );
    offset = 'offset' in shape && table.rows.length > 0 ? table.next : undefined;
  }
  return tables;
}

/**
 * Reads all rows of a report whose answer is one list, in one piece. What stands beside the list (sums, further tables) is left out and
 * named.
 *
 * @throws ToolError, or the signal's reason when aborted
 */
export async function openReportRows(
  report: Report,
  given: unknown,
  answerContext: AnswerContext,
  context: CallContext,
): Promise<RowsReading> {
  const tables = await readTables(report, given, answerContext, context);
  const { columns, rows } = joinTables(tables);
  const [main] = tables;
  const last = tables.at(-1);
  const beside = [
    ...((main?.totals ?? []).length > 0 ? ['the sum of all rows'] : []),
    ...(main?.parts ?? []).map(({ what }) => quoteIfAmbiguous(what)),
  ];
  const notes = new Set(tables.flatMap((table) => [...(table.gaps ?? []), ...table.notes]));
  if (beside.length > 0) notes.add(`left out: ${joined(beside)}.`);
  if (last?.next !== undefined)
    notes.add(
      `These are the first ${formatNumber(rows.length)} rows of ${last.total === undefined ? 'more' : formatNumber(last.total)}.`,
    );
  if (main?.coverage !== undefined) notes.add(`${main.coverage.text}.`);
  return {
    what: main?.what ?? report.name,
    columns,
    question: undefined,
    changeSince: async () => undefined,
    async *pages() {
      yield { rows, total: rows.length, position: undefined };
      return [...notes];
    },
  };
}
