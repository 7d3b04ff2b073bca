import { type AnswerContext, tabulate } from '../answer/answer.ts';
import type { AnswerTable, WriteAnswer } from '../answer/answer-table.ts';
import type { CellValue } from '../answer/cell.ts';
import { cleanLine } from '../answer/clean.ts';
import { fitToLength } from '../answer/fit.ts';
import type { CallContext } from '../tool/app.ts';
import type { OverviewPart } from '../tool/resource.ts';
import { ToolError } from '../tool/tool-error.ts';

/** Rows of a list that are read at most. */
const mostRows = 200;

/** A cell in a sentence: a flag is its name or nothing. */
function said(cell: CellValue | undefined, name: string | undefined): string[] {
  if (cell === null || cell === undefined || cell === false) return [];
  return [cell === true ? String(name) : cleanLine(String(cell))];
}

/** `Negotiation: Sales; 60%` for each row, or all names on one line. */
const writer =
  ({ title, tool, columns }: OverviewPart, say: AnswerContext['withToolNames']): WriteAnswer =>
  (table: AnswerTable) => {
    const { rows, next, total } = table;
    const names = rows.map((cells) => {
      const [first = '', ...others] = cells.flatMap((cell, at) => said(cell, table.columns[at]));
      return others.length === 0 ? first : `${first}: ${others.join('; ')}`;
    });
    const left = next === undefined ? undefined : (total ?? next) - next;
    const where = say(`{${tool.name}}`);
    const rest = left !== undefined && left > 0 ? `${left} more` : 'more';
    const more = left === undefined ? [] : [where === '' ? `… ${rest}` : `… ${rest}: ${where}`];
    if (names.length === 0 && more.length === 0) return { text: `${title}: none` };
    if (columns.length === 1) return { text: `${title}: ${[...names, ...more].join(', ')}` };
    return { text: [title, ...[...names, ...more].map((line) => `- ${line}`)].join('\n') };
  };

/**
 * The parts one after another, each within its share; a part that Copper refuses is named in its place.
 *
 * @throws ToolError where no part could be read, or the signal's reason
 */
export async function accountOverview(
  parts: readonly OverviewPart[],
  desk: AnswerContext,
  context: CallContext,
): Promise<string> {
  const { onProgress, ...origin } = context;
  let done = 0;
  const errors: ToolError[] = [];
  const texts = parts.map(async (part) => {
    const limit = 'limit' in part.tool.input.shape ? { limit: mostRows } : {};
    try {
      const table = await tabulate(part.tool, { fields: part.columns, ...limit }, desk, origin);
      return fitToLength(table, Math.floor(desk.maxChars * part.share), writer(part, desk.withToolNames))
        .text;
    } catch (error) {
      if (!(error instanceof ToolError) || context.signal.aborted) throw error;
      errors.push(error);
      return `${part.title}: could not be read (${error.kind})`;
    } finally {
      onProgress?.({ done: ++done, total: parts.length, message: `${part.title} read` });
    }
  });
  const all = await Promise.all(texts);
  const [first] = errors;
  if (first !== undefined && errors.length === parts.length) throw first;
  return all.join('\n\n');
}
