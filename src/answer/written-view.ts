import type { ViewData, ViewTable } from '../tool/view-data.ts';
import type { AnswerTable } from './answer-table.ts';
import { cleanLine } from './cell.ts';

/** The most characters of the rows of a view, as JSON: clients keep them with the conversation. */
const maxChars = 150_000;

/**
 * The data of a view: the rows that the text of the answer has, or fewer if they are very long, which it says.
 *
 * @param table as it was written
 * @param headLine its head line
 */
export function writtenView(table: AnswerTable, headLine: (table: AnswerTable) => string): ViewData {
  let left = maxChars;
  const tables = [table, ...(table.parts ?? [])].flatMap((one): ViewTable[] => {
    const { view, form, rows, coverage } = one;
    if (view === undefined) return [];
    const { links, totals, columns } = view;
    const all = view.rows.slice(0, rows.length);
    const count = all.findIndex((row, at) => {
      left -= JSON.stringify(row).length + (links[at]?.length ?? 0);
      return left < 0;
    });
    const kept = count < 0 ? all : all.slice(0, count);
    // How to get the rest is for the model.
    const head = form === 'one' ? one.what : headLine({ ...one, next: undefined });
    return [
      {
        title: one.what,
        head,
        form,
        columns,
        rows: kept,
        ...(totals.length === 0 ? {} : { totals }),
        ...(links.some((link) => link !== null) ? { links: links.slice(0, kept.length) } : {}),
        ...(coverage === undefined ? {} : { read: coverage.text }),
        ...(kept.length < all.length ? { left: all.length - kept.length } : {}),
      },
    ];
  });
  return { tables, gaps: (table.gaps ?? []).map(cleanLine), notes: table.notes.map(cleanLine) };
}
