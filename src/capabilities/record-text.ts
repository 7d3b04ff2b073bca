import { type AnswerContext, tabulate } from '../answer/answer.ts';
import { fitToLength } from '../answer/fit.ts';
import { writeText } from '../answer/write-text.ts';
import type { CallContext } from '../tool/app.ts';
import type { RecordResource } from '../tool/resource.ts';
import { ToolError } from '../tool/tool-error.ts';

/** The id at the end of an address after this template, if it is one. */
export function recordIdIn(uri: string, { published: { uriTemplate } }: RecordResource): number | undefined {
  const start = uriTemplate.replace('{id}', '');
  const id = uri.startsWith(start) ? uri.slice(start.length) : '';
  return /^\d{1,15}$/.test(id) ? Number(id) : undefined;
}

/** One record as the tools show one; undefined where none has this id. */
export async function recordText(
  { tool, input }: RecordResource,
  id: number,
  desk: AnswerContext,
  context: CallContext,
): Promise<string | undefined> {
  try {
    const table = await tabulate(tool, input(id), desk, context);
    // A Copper that does not search by id answers with any record: that is not the one.
    const found = table.rows[0]?.[table.columns.indexOf('id')];
    return found === id ? fitToLength(table, desk.maxChars, writeText).text : undefined;
  } catch (error) {
    if (error instanceof ToolError && error.kind === 'not_found') return undefined;
    throw error;
  }
}
