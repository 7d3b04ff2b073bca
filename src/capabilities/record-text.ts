import { type AnswerContext, answerTool } from '../answer/answer.ts';
import { fitToLength } from '../answer/fit.ts';
import { writeText } from '../answer/write-text.ts';
import type { CallContext } from '../tool/app.ts';
import type { RecordResource } from '../tool/resource.ts';
import { ToolError } from '../tool/tool-error.ts';

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
