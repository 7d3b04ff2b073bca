import { PassThrough } from 'node:stream';
import { expect } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { realDisk } from '../../src/cli/real-disk.ts';
import type { Shell } from '../../src/cli/shell.ts';
import { realClock } from '../../src/real-clock.ts';

/** A shell that a test can read, with files that are not on any disk. */
export interface TestShell {
  readonly out: string[];
  readonly err: string[];
  readonly files: Map<string, string>;
  /** As SIGTERM does. */
  interrupt(): void;
  run(...args: string[]): ReturnType<typeof main>;
  /** The address that `http` prints. */
  address(): Promise<string>;
}

/** Starts empty. */
export function testShell(env: Record<string, string> = {}): TestShell {
  const out: string[] = [];
  const err: string[] = [];
  const files = new Map<string, string>();
  const stop = new AbortController();
  const base: Omit<Shell, 'args'> = {
    env,
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stdinIsTerminal: false,
    colors: false,
    warnColors: false,
    screen: undefined,
    columns: 100,
    clock: realClock,
    random: () => 0.5,
    machineZone: 'America/Los_Angeles',
    nodeVersion: '20.0.0',
    machine: { env, home: '/nowhere', platform: 'linux', disk: realDisk, node: '', program: '' },
    prompts: undefined,
    readFile(path) {
      const text = files.get(path);
      if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
      return text;
    },
    writeFile: (path, text) => void files.set(path, text),
    print: (line) => void out.push(line),
    warn: (line) => void err.push(line),
    interrupted: stop.signal,
  };
  return {
    out,
    err,
    files,
    interrupt: () => stop.abort(),
    run: (...args) => main({ ...base, args }),
    async address() {
      // Errors stand in the failure, should there never be an address.
      await expect.poll(() => out[0] ?? err.join('\n')).toMatch(/\/mcp$/);
      return (out[0] ?? '').replace(/\/mcp$/, '');
    },
  };
}
