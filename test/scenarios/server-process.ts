import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The built server: what clients start. */
export const serverPath = fileURLToPath(new URL('../../dist/copper-mcp.js', import.meta.url));

/** Nothing of the machine's own settings reaches a server under test. */
export const bareEnv = (env: Readonly<Record<string, string>> = {}) => ({
  PATH: process.env.PATH ?? '',
  COPPER_TIMEZONE: 'America/Los_Angeles',
  ...env,
});

/** A line of the protocol, as far as tests look at it. */
interface Message {
  readonly jsonrpc: string;
  readonly id?: number | string;
  readonly method?: string;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string };
}

/** How a process ended. */
interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The built server as a process, spoken to line by line, without any SDK between. */
export interface ServerProcess {
  readonly pid: number;
  /** Everything on stdout so far. */
  lines(): readonly string[];
  stderr(): string;
  /** Writes to its stdin as it is. */
  write(text: string): void;
  notify(method: string, params?: object): void;
  /** Asks, and waits for the answer with the same id. */
  ask(method: string, params?: object): Promise<Message>;
  /** The handshake; gives the server's answer. */
  initialize(protocolVersion?: string): Promise<Message>;
  endInput(): void;
  /** Stops reading its stdout, as a client does that is gone. */
  leave(): void;
  kill(signal: NodeJS.Signals): void;
  /** Settles when it is gone and nobody else holds its pipes: no child of it is left either. */
  readonly gone: Promise<Exit>;
}

const read = (line: string): Message => JSON.parse(line);

export const handshake = (protocolVersion: string) => ({
  protocolVersion,
  capabilities: {},
  clientInfo: { name: 'test', version: '1.0.0' },
});

/** Starts the built server with these words and these variables. */
export function startServer(
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
  path: string = serverPath,
): ServerProcess {
  const child = spawn(process.execPath, [path, ...args], { env: bareEnv(env) });
  const lines: string[] = [];
  const waiting = new Map<number, (message: Message) => void>();
  let stderr = '';
  let lastId = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    const message = line.startsWith('{') ? read(line) : undefined;
    if (typeof message?.id !== 'number') return;
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  // Writing to a server that is gone is what some tests do.
  child.stdin.on('error', () => {});
  const gone = new Promise<Exit>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });

  const write = (text: string) => void child.stdin.write(text);
  const send = (message: object) => write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const ask = (method: string, params: object = {}) => {
    lastId += 1;
    const id = lastId;
    return new Promise<Message>((resolve, reject) => {
      waiting.set(id, resolve);
      gone.then(({ code }) => reject(new Error(`the server ended (${code}) before it answered ${method}`)));
      send({ id, method, params });
    });
  };

  return {
    pid: child.pid ?? -1,
    lines: () => lines,
    stderr: () => stderr,
    write,
    notify: (method, params = {}) => send({ method, params }),
    ask,
    async initialize(protocolVersion = '2025-11-25') {
      const answer = await ask('initialize', handshake(protocolVersion));
      send({ method: 'notifications/initialized' });
      return answer;
    },
    endInput: () => void child.stdin.end(),
    leave: () => void child.stdout.destroy(),
    kill: (signal) => void child.kill(signal),
    gone,
  };
}
