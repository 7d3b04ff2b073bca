import { startHarness, testNow } from '../../test/harness.ts';
import { turning } from '../../test/turning.ts';
import { accountNumber } from './account.ts';
import type { OfferedTool } from './model.ts';
import type { Account } from './question.ts';

/** A server that has just started on the sandbox, as an MCP client sees it; its clock stands still. */
export interface EvalServer {
  readonly instructions: string;
  readonly tools: readonly OfferedTool[];
  readonly account: Account;
  call(tool: string, input: unknown): Promise<{ text: string; isError: boolean }>;
  close(): Promise<void>;
}

/** Starts a server that offers this choice of tools, as in `COPPER_TOOLS`. */
export async function openServer(choice: string): Promise<EvalServer> {
  const env = { COPPER_TOOLS: choice, COPPER_ACCOUNT_ID: String(accountNumber) };
  const { client, sandbox, clock, call, close } = await startHarness({ env, sandbox: { limit: 0 } });
  const { tools } = await client.listTools();
  return {
    instructions: client.getInstructions() ?? '',
    tools: tools.map(({ name, description = '', inputSchema }) => ({
      name,
      description,
      schema: inputSchema,
    })),
    account: { world: sandbox.world, now: testNow / 1000 },
    async call(tool, input) {
      if (typeof input !== 'object' || input === null || Array.isArray(input))
        return { text: 'Arguments must be a JSON object.', isError: true };
      try {
        return await turning(call(tool, { ...input }), clock);
      } catch (error) {
        // The protocol's own error, e.g. for a tool that does not exist: clients show it to the model.
        return { text: error instanceof Error ? error.message : String(error), isError: true };
      }
    },
    close,
  };
}
