import type { ToolResult } from '../tool/app.ts';
import { ToolError } from '../tool/tool-error.ts';
import { type ToolNames, withToolNames } from '../tool/tool-names.ts';
import { cleanLine } from './clean.ts';

/** An error as the agent reads it: its kind, what happened, and the next move, with the names that tools go by. */
export function errorResult({ kind, message, marked, retryAfter }: ToolError, names: ToolNames): ToolResult {
  const said = withToolNames(marked, names) || message;
  return {
    text: `${kind}: ${cleanLine(said)}`,
    isError: true,
    kind,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}

/** A mistake of ours: the agent gets a short id that also stands in the log, and nothing else. */
export function internalToolError(id: string): ToolError {
  return new ToolError(
    'internal',
    `copper-mcp made a mistake (${id}). Another question may work; tell the user this id, which is also in the log.`,
  );
}
