import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { builtFile, cleanEnv, sandboxAccess } from '../built.ts';

/** The sandbox over HTTP in a process of its own. */
export interface SandboxProcess {
  /** The base address. */
  readonly url: string;
  /** What a server needs in its environment to ask it. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Starts `copper-mcp sandbox` on a free port and waits for its address. */
export async function startSandbox(switches: readonly string[] = []): Promise<SandboxProcess> {
  const child = spawn(process.execPath, [builtFile, 'sandbox', '--port', '0', ...switches], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: cleanEnv(),
  });
  const ended = once(child, 'exit');
  const [url = ''] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended.then(() => Promise.reject(new Error('the sandbox ended before it gave its address'))),
  ]);
  return {
    url: String(url),
    env: sandboxAccess(String(url)),
    async close() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
