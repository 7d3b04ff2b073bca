import { nearestNames } from '../names/nearest-names.ts';
import type { OperationTool } from '../tool/tool.ts';
import { ToolError } from '../tool/tool-error.ts';
import { parseValue } from './parse-value.ts';

/** What the agent asked for, split into what the tool needs and what the pipeline does with its rows. */
export interface ParsedInput {
  readonly input: Record<string, unknown>;
  /** Field names as given; undefined for the usual ones. */
  readonly fields: readonly string[] | undefined;
  readonly limit: number | undefined;
  readonly offset: number;
}

/** Empty text, an empty list, or a list that holds an empty text. */
function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === '';
  const blank = (item: unknown) => typeof item === 'string' && item.trim() === '';
  return Array.isArray(value) && (value.length === 0 || value.some(blank));
}

/** What is called: a tool, or a report. */
type Callable = Pick<OperationTool, 'name' | 'input'>;

function refuseUnknown(given: object, tool: Callable): void {
  const known = Object.keys(tool.input.shape);
  const unknown = Object.keys(given).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  const near = nearestNames(unknown, known, 3);
  const hint = near.length > 0 && known.length > 3 ? ` Nearest: ${near.join(', ')}.` : '';
  const all =
    known.length > 0 ? ` Arguments of {${tool.name}}: ${known.join(', ')}.` : ` {${tool.name}} takes none.`;
  throw new ToolError('invalid_input', `There is no argument "${unknown.slice(0, 60)}".${hint}${all}`);
}

/**
 * Strict about names and meaning, forgiving in form.
 *
 * @throws ToolError `invalid_input`
 */
export function parseInput(tool: Callable, given: unknown): ParsedInput {
  const input = given ?? {};
  if (typeof input !== 'object' || Array.isArray(input)) {
    throw new ToolError('invalid_input', `{${tool.name}} takes an object of arguments.`);
  }
  refuseUnknown(input, tool);
  const parsed: Record<string, unknown> = parseValue(tool.input, input, '');
  const { fields, limit, offset } = parsed;
  for (const [name, value] of Object.entries({ limit, offset })) {
    if (typeof value === 'number' && value < 0)
      throw new ToolError('invalid_input', `${name} is at least 0.`);
  }
  const empty = Object.entries(parsed).find(([, value]) => isEmpty(value));
  if (empty !== undefined) {
    throw new ToolError(
      'invalid_input',
      `${empty[0]} is empty, which Copper reads as no condition; give a value or leave it out.`,
    );
  }
  return {
    input: parsed,
    fields: Array.isArray(fields) ? fields.map(String) : undefined,
    limit: typeof limit === 'number' ? limit : undefined,
    offset: typeof offset === 'number' ? offset : 0,
  };
}
