import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { realDisk } from '../../../src/cli/real-disk.ts';
import type { AskRegistry } from '../../../src/cli/shell.ts';
import type { UserPrompts } from '../../../src/cli/terminal/prompts.ts';
import { syntaxOf } from '../../../src/clients/config-file.ts';
import type { Disk } from '../../../src/clients/local-machine.ts';
import { locateConfig } from '../../../src/clients/locate.ts';
import { type McpClient, mcpClients } from '../../../src/clients/mcp-clients.ts';
import { valueAt } from '../../../src/clients/syntax.ts';
import { tempHome } from '../../clients/temp-home.ts';
import { type FakeStartServer, type Ran, run } from '../fake-shell.ts';

/** A person's home on a real disk, in which commands are run. */
export interface ClientHome {
  readonly home: string;
  run(args: readonly string[], more?: More): Promise<Ran>;
  /** All files, by path from the home, but for what clients have to do with their own state. */
  files(): Record<string, string>;
  /** The configuration of a client, whether or not it stands. */
  path(id: string): string;
  write(id: string, text: string): void;
  read(id: string): string;
  /** What a client's configuration means at a path. */
  value(id: string, ...path: string[]): unknown;
  /** Makes the folder that shows that a client is installed. */
  installed(...ids: string[]): void;
}

/** What else a run meets. */
interface More {
  readonly env?: Readonly<Record<string, string>>;
  readonly typed?: string;
  readonly prompts?: UserPrompts;
  readonly disk?: Partial<Disk>;
  readonly startServer?: FakeStartServer;
  readonly askRegistry?: AskRegistry;
  /** The file of this program. */
  readonly program?: string;
  readonly colors?: boolean;
  readonly columns?: number;
}

/** The client of this name. */
function clientOf(id: string): McpClient {
  const client = mcpClients.find((one) => one.id === id);
  if (client === undefined) throw new Error(`no client ${id}`);
  return client;
}

/** An empty home, which goes with the test. */
export function clientHome(): ClientHome {
  const home = tempHome();
  const env = { PATH: '/usr/bin:/bin', HOME: home };
  const machine = {
    env,
    home,
    platform: 'linux',
    disk: realDisk,
    node: '/usr/bin/node',
    program: '/src/copper-mcp.js',
  };
  const path = (id: string) => locateConfig(clientOf(id), machine).path;
  const read = (id: string) => readFileSync(path(id), 'utf8');
  return {
    home,
    path,
    read,
    run(args, { env: more = {}, typed, prompts, disk = {}, program = machine.program, ...rest } = {}) {
      const all = { ...env, ...more };
      return run(args, {
        env: all,
        machine: { ...machine, program, env: all, disk: { ...realDisk, ...disk } },
        ...(typed === undefined ? {} : { typed }),
        ...(prompts === undefined ? {} : { prompts }),
        ...rest,
      });
    },
    files() {
      const all = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      );
      const paths = all.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).toSorted();
      return Object.fromEntries(paths.map((each) => [relative(home, each), readFileSync(each, 'utf8')]));
    },
    write(id, text) {
      mkdirSync(dirname(path(id)), { recursive: true });
      if (existsSync(path(id))) chmodSync(path(id), 0o644);
      writeFileSync(path(id), text);
    },
    value(id, ...at) {
      const { text } = { text: read(id).replace(/^\uFEFF/, '') };
      return valueAt(syntaxOf(clientOf(id).format).read(text), at);
    },
    installed(...ids) {
      for (const id of ids)
        mkdirSync(id === 'claude-code' ? join(home, '.claude') : dirname(path(id)), { recursive: true });
    },
  };
}

/** The key that people in these tests have, and whose it is. */
export const key = 'c0pper-key-0123456789-abcdefghij';
/** Its owner, as the sandbox knows her. */
export const email = 'dana.li@example.com';
/** Options for that key, which comes through the pipe. */
export const piped = ['--key-stdin', '--email', email, '--no-check', '--yes'];

/** A home in which these clients are installed, without a configuration yet. */
export function homeWith(...ids: string[]): ClientHome & { readonly keyFile: string } {
  const at = clientHome();
  at.installed(...ids);
  return { ...at, keyFile: join(at.home, '.config', 'copper-mcp', 'key') };
}

/** The command that is written for a client whose PATH has npx. */
export const writtenCommand = ['/bin/sh', '-c', 'cd / && exec "$@"', 'sh', 'npx', '-y', 'copper-mcp'];
