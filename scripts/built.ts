import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

/** The folder of this repository, with a slash at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** The built program: what `npx copper-mcp` runs. */
export const builtFile = fileURLToPath(new URL('../dist/copper-mcp.js', import.meta.url));

/** The environment for a process under test or measured: what the machine needs, and no setting of whoever runs this. */
export const cleanEnv = (env: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  ...getDefaultEnvironment(),
  ...env,
});

/** The settings of a server whose Copper is the sandbox at this address. */
export const sandboxAccess = (url: string) => ({
  COPPER_API_BASE_URL: url,
  COPPER_API_KEY: 'bench',
  COPPER_USER_EMAIL: 'dana.li@example.com',
});

/** One finished call. */
export interface BuiltAnswer {
  readonly text: string;
  readonly isError: boolean;
}

/** The built server in a process of its own, with the official client in front of it. */
export interface Built {
  readonly client: Client;
  readonly pid: number;
  call(tool: string, input?: Record<string, unknown>): Promise<BuiltAnswer>;
  /** The text of an answer that must not be an error. */
  answer(tool: string, input?: Record<string, unknown>): Promise<string>;
  close(): Promise<void>;
}

/** How to start it, as a client's configuration file says it. */
export interface StartOptions {
  readonly command?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Longer than any deadline of the server, so that its own sentence arrives first. */
const patience = 300_000;

/** Starts the built server over stdio, as a client would; on the sandbox unless told otherwise. */
export async function startBuilt({
  command = process.execPath,
  args = [builtFile, '--sandbox'],
  env = {},
}: StartOptions = {}): Promise<Built> {
  const transport = new StdioClientTransport({
    command,
    args: [...args],
    env: cleanEnv(env),
    stderr: 'inherit',
  });
  const client = new Client({ name: 'copper-mcp-test', version: '1.0.0' });
  await client.connect(transport);
  const call = async (name: string, input: Record<string, unknown> = {}): Promise<BuiltAnswer> => {
    const result = await client.callTool({ name, arguments: input }, undefined, { timeout: patience });
    const [first] = Array.isArray(result.content) ? result.content : [];
    return { text: first?.type === 'text' ? first.text : '', isError: result.isError === true };
  };
  return {
    client,
    pid: transport.pid ?? 0,
    call,
    async answer(name, input) {
      const { text, isError } = await call(name, input);
      if (isError) throw new Error(`${name} failed: ${text}`);
      return text;
    },
    close: () => client.close(),
  };
}
