import type { OperationTool } from '../tool/tool.ts';
import { ToolError } from '../tool/tool-error.ts';

/** Rows of a page unless the agent says otherwise. */
const usualLimit = 20;

/** Above this a limit is no slip but a wish for everything, which no page can hold. */
const clearLimit = 1_000;

/** Rows a page holds, from what was asked for: clamped with a note where the wish is clear, refused where it is not (ToolError `invalid_input`). */
export function pageLimit(
  tool: OperationTool,
  asked: number | undefined,
  cap: number,
  note: (text: string) => void,
): number {
  const limit = asked ?? (tool.returns.form === 'list' ? cap : Math.min(usualLimit, cap));
  if (limit <= cap) return limit;
  if (limit > clearLimit) {
    const way = `a page of {${tool.name}} holds at most ${cap}. Go on by offset, or count with limit=0`;
    throw new ToolError('invalid_input', `limit ${limit} is too much: ${way}.`);
  }
  note(`limit ${limit} was lowered to ${cap}, the most a page holds; go on by offset.`);
  return cap;
}
