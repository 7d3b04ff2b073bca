import type { ToolResult } from '../tool/app.ts';
import { type ToolNames, withToolNames } from '../tool/outgoing-text.ts';
import type { ToolError } from '../tool/tool-error.ts';
import { cleanLine, truncate } from './cell.ts';

/** Characters that say how many were left out. */
const cutChars = 24;

/** Text of at most so many characters; a longer one says how many were left out. */
export const fitText = (text: string, maxChars: number): string =>
  text.length <= maxChars ? text : String(truncate(text, maxChars - cutChars));

/**
 * An error as the agent reads it, in at most `maxChars` characters: its kind, what happened and what to do next, with tools by the names
 * that the client knows.
 */
export function errorResult(
  { kind, withToolMarks, retryAfter, choice }: ToolError,
  names: ToolNames,
  maxChars: number,
): ToolResult {
  const sentences = withToolNames(withToolMarks, names) || 'The tool that would help here is not offered.';
  return {
    text: fitText(`${kind}: ${cleanLine(sentences)}`, maxChars),
    isError: true,
    kind,
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(choice === undefined ? {} : { choice }),
  };
}
