import { published } from '../published.ts';
import { inputTypes } from './input-types.ts';

const head =
  '// Types of the library copper-mcp. Made while building, from its source and from the list of tools.\n';

/** What has code behind it; test/library/declaration.test.ts holds it against that code. */
const declared = `/** What calls throw: one or two plain sentences, what happened and what to do next. */
export declare class CopperError extends Error {
  override readonly name: 'CopperError';
  readonly kind: CopperErrorKind;
  /** Whole seconds after which another try makes sense; only where waiting helps. */
  readonly retryAfter: number | undefined;
  constructor(kind: CopperErrorKind, message: string, retryAfter?: number);
}

/** The name of a tool. */
export type ToolName = keyof ToolInputs;

/**
 * Opens a Copper account to ask by program. Nothing is sent and little is loaded before the first call.
 *
 * @throws CopperError \`invalid_input\` for an option that cannot be used, \`not_configured\` without a key
 */
export declare function createCopper(options: CopperOptions): Copper;
`;

/** Inputs of any tool; those who read the declaration mean the tools that there are. */
const anyInputs = '= Record<string, object>';

/** The text of index.d.ts. @param api the text of api.ts, which imports nothing and so can stand as it is */
export function declaration(api: string): string {
  if (api.split(anyInputs).length !== 2) throw new Error(`api.ts has not one "${anyInputs}"`);
  return [head, api.replace(anyInputs, '= ToolInputs'), inputTypes(published), declared].join('\n');
}
