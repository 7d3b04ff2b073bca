import { resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { Shell } from '../../src/cli/shell.ts';
import type { Disk } from '../../src/clients/local-machine.ts';
import { realClock } from '../../src/tool/clock.ts';
import { memoryDisk } from '../clients/memory-disk.ts';

/** A shell that a test can read, with files that are not on any disk. */
export interface TestShell {
  readonly out: string[];
  readonly err: string[];
  readonly files: {
    readonly size: number;
    get(path: string): string | undefined;
    set(path: string, text: string, mode?: number): void;
  };
  /** As SIGTERM does. */
  interrupt(): void;
  run(...args: string[]): ReturnType<typeof main>;
  /** The address that `http` prints. */
  address(): Promise<string>;
}

/** Starts empty. */
export function testShell(env: Record<string, string> = {}, faults: Partial<Disk> = {}): TestShell {
  const out: string[] = [];
  const err: string[] = [];
  const disk = memoryDisk();
  disk.makeFolder('/');
  const files: TestShell['files'] = {
    get size() {
      return disk.files.size;
    },
    get: (path) => disk.files.get(resolve(path))?.text,
    set: (path, text, mode = 0o644) => void disk.files.set(resolve(path), { text, mode }),
  };
  const stop = new AbortController();
  const base: Omit<Shell, 'args' | 'secrets'> = {
    env,
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stdinIsTerminal: false,
    stdoutIsTerminal: false,
    colors: false,
    warnColors: false,
    screen: undefined,
    columns: 100,
    clock: realClock,
    random: () => 0.5,
    machineZone: () => 'America/Los_Angeles',
    nodeVersion: '20.0.0',
    machine: {
      env,
      home: '/nowhere',
      platform: 'linux',
      disk: { ...disk, ...faults },
      node: '',
      program: '',
    },
    startServer: async () => ({ tools: 32 }),
    askRegistry: async () => undefined,
    prompts: undefined,
    readFile(path) {
      const text = files.get(path);
      if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
      return text;
    },
    print: (line) => void out.push(line),
    warn: (line) => void err.push(line),
    interrupted: stop.signal,
    ignoreHangups: () => undefined,
    usage: () => ({ residentBytes: 1e8, heapBytes: 5e7, cpuSeconds: 1.5 }),
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
