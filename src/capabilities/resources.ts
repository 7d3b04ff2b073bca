import { type AnswerContext, answerTool } from '../answer/answer.ts';
import type { AnswerTable, WriteAnswer } from '../answer/answer-table.ts';
import { type CellValue, cleanLine } from '../answer/cell.ts';
import { fitText } from '../answer/error-result.ts';
import { fitToLength, writeText } from '../answer/write-answer.ts';
import type { CallContext } from '../tool/app.ts';
import type { OverviewPart, RecordResource } from '../tool/capabilities.ts';
import { ToolError } from '../tool/tool-error.ts';

/** The most rows that are read of a list. */
const maxRows = 200;

/** A cell as text; a flag as its name if set. */
function cellText(cell: CellValue | undefined, name: string | undefined): string[] {
  if (cell === null || cell === undefined || cell === false) return [];
  return [cell === true ? String(name) : cleanLine(String(cell))];
}

/** `Negotiation: Sales; 60%` for each row, or all names on one line. */
const writer =
  ({ title, tool, columns }: OverviewPart, withToolNames: AnswerContext['withToolNames']): WriteAnswer =>
  (table: AnswerTable) => {
    const { rows, next, total } = table;
    const names = rows.map((cells) => {
      const [first = '', ...others] = cells.flatMap((cell, at) => cellText(cell, table.columns[at]));
      return others.length === 0 ? first : `${first}: ${others.join('; ')}`;
    });
    const left = next === undefined ? undefined : (total ?? next) - next;
    const lister = withToolNames(`{${tool.name}}`);
    const rest = left !== undefined && left > 0 ? `${left} more` : 'more';
    const how = lister === '' ? 'no tool that is offered here lists them' : lister;
    const moreLines = left === undefined ? [] : [`… ${rest}: ${how}`];
    if (names.length === 0 && moreLines.length === 0) return { text: `${title}: none` };
    if (columns.length === 1) return { text: `${title}: ${[...names, ...moreLines].join(', ')}` };
    return { text: [title, ...[...names, ...moreLines].map((line) => `- ${line}`)].join('\n') };
  };

/** Writes one part of an overview, given the characters of the whole. */
type WritePart = (chars: number) => string;

/** The parts in so many characters; even the shortest of a part, its title and what is left out, may be more than its share. */
function writeParts(parts: readonly WritePart[], maxChars: number): string {
  const write = (chars: number) => parts.map((part) => part(chars)).join('\n\n');
  const text = write(maxChars);
  const excess = text.length - maxChars;
  return excess <= 0 ? text : write(Math.max(0, maxChars - 2 * excess));
}

/**
 * All parts as one text, which heeds the limit of an answer: each within its share of the characters; a part that cannot be read says so.
 *
 * @throws ToolError if no part could be read, or the signal's reason
 */
export async function accountOverview(
  parts: readonly OverviewPart[],
  answerContext: AnswerContext,
  context: CallContext,
): Promise<string> {
  const { maxChars, withToolNames } = answerContext;
  const { onProgress, ...origin } = context;
  let done = 0;
  const errors: ToolError[] = [];
  const read = parts.map(async (part): Promise<WritePart> => {
    const limit = 'limit' in part.tool.input.shape ? { limit: maxRows } : {};
    try {
      const table = await answerTool(part.tool, { fields: part.columns, ...limit }, answerContext, origin);
      const write = writer(part, withToolNames);
      return (chars) => fitToLength(table, Math.floor(chars * part.share), write).text;
    } catch (error) {
      if (!(error instanceof ToolError) || context.signal.aborted) throw error;
      errors.push(error);
      return () => `${part.title}: could not be read (${error.kind})`;
    } finally {
      onProgress?.({ done: ++done, total: parts.length, message: `${part.title} read` });
    }
  });
  const all = await Promise.all(read);
  const [first] = errors;
  if (first !== undefined && errors.length === parts.length) throw first;
  return fitText(writeParts(all, maxChars), maxChars);
}

/** The id in a URI that follows this template; undefined for any other URI. */
export function recordIdIn(uri: string, { published: { uriTemplate } }: RecordResource): number | undefined {
  const start = uriTemplate.replace('{id}', '');
  const id = uri.startsWith(start) ? uri.slice(start.length) : '';
  return /^\d{1,15}$/.test(id) ? Number(id) : undefined;
}

/** One record as tools show it; undefined if no record has this id. */
export async function recordText(
  { tool, input }: RecordResource,
  id: number,
  answerContext: AnswerContext,
  context: CallContext,
): Promise<string | undefined> {
  try {
    const table = await answerTool(tool, input(id), answerContext, context);
    // An API that ignores the id returns some other record.
    const found = table.rows[0]?.[table.columns.indexOf('id')];
    return found === id ? fitToLength(table, answerContext.maxChars, writeText).text : undefined;
  } catch (error) {
    if (error instanceof ToolError && error.kind === 'not_found') return undefined;
    throw error;
  }
}
