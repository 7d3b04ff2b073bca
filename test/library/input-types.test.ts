import { expect, test } from 'vitest';
import { inputTypes } from '../../src/library/declaration.ts';
import type { PublishedTool } from '../../src/tool/app.ts';
import type { JsonObject } from '../../src/tool/json.ts';

const tool = (name: string, properties: JsonObject, required: string[] = []): PublishedTool => ({
  name,
  title: 'Any',
  description: 'Does it. /* Not */ more.',
  inputSchema: { type: 'object', properties, required },
  annotations: {
    title: 'Any',
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: true,
  },
});

const condition = {
  type: 'object',
  properties: { name: { type: 'string' }, 'a-b': { type: 'number' } },
  required: ['name'],
};

test('every form of input that may be published has its type', () => {
  const all = tool(
    'do_all',
    {
      id: { type: 'integer', description: 'Which */ one' },
      name: { type: 'string' },
      open: { type: 'boolean' },
      names: { type: 'array', items: { type: 'string' } },
      kind: { type: 'string', enum: ['a', 'b'] },
      kinds: { type: 'array', items: { type: 'string', enum: ['a', 'b'] } },
      conditions: { type: 'array', items: condition },
      filters: { type: 'array', items: { type: 'string' } },
    },
    ['id'],
  );
  expect(inputTypes([all, tool('ask', {})])).toBe(`/** Does it. /* Not * / more. */
export interface DoAllInput {
  /** Which * / one */
  readonly id: number;
  readonly name?: string;
  readonly open?: boolean;
  readonly names?: string | readonly string[];
  readonly kind?: "a" | "b";
  readonly kinds?: "a" | "b" | readonly ("a" | "b")[];
  readonly conditions?: { readonly name: string; readonly "a-b"?: number } | readonly { readonly name: string; readonly "a-b"?: number }[];
  readonly filters?: Filter | readonly Filter[];
}

/** Does it. /* Not * / more. */
export type AskInput = Readonly<Record<string, never>>;

/** The input of each tool. */
export interface ToolInputs {
  readonly do_all: DoAllInput;
  readonly ask: AskInput;
}
`);
});
