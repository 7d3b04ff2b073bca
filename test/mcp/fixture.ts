import type { Handlers } from '../../src/mcp/handlers.ts';
import type { CallContext, PublishedTool, ToolResult } from '../../src/tool/app.ts';

type Tool = (context: CallContext) => Promise<ToolResult>;

const says = (text: string): ToolResult => ({ text, isError: false });

/** Tools by the names that the official suite looks for, as far as answers of ours are made of. */
const tools: Readonly<Record<string, Tool>> = {
  test_simple_text: async () => says('This is a simple text response for testing.'),
  test_error_handling: async () => ({
    text: 'This tool intentionally returns an error for testing',
    isError: true,
  }),
  async test_tool_with_progress({ onProgress }) {
    for (const done of [0, 50, 100]) {
      onProgress?.({ done, total: 100, message: `Completed step ${done} of 100` });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return says('done');
  },
};

const publish = (name: string): PublishedTool => ({
  name,
  title: name,
  description: `A tool of the conformance suite: ${name}.`,
  inputSchema: { type: 'object', properties: {} },
  annotations: {
    title: name,
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: true,
  },
});

/** Handlers over these tools and, where a test needs them, others. */
export function fixtureHandlers(others: Readonly<Record<string, Tool>> = {}): Handlers {
  const all = { ...tools, ...others };
  return {
    list: Object.keys(all).map(publish),
    instructions: 'Tools of the conformance suite.',
    call: async (name, _input, context) => all[name]?.(context),
  };
}
