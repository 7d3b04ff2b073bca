import { PassThrough } from 'node:stream';
import packageJson from '../../package.json' with { type: 'json' };
import { main } from '../../src/cli/main.ts';
import { askRegistry as askNpm } from '../../src/cli/npm-registry.ts';
import { realDisk } from '../../src/cli/real-disk.ts';
import type { AskRegistry, ExitCode, Shell, StartServer } from '../../src/cli/shell.ts';
import type { UserPrompts } from '../../src/cli/terminal/prompts.ts';
import type { LocalMachine } from '../../src/clients/local-machine.ts';
import { type Clock, realClock } from '../../src/tool/clock.ts';
import { testNow } from '../harness.ts';

/** The same as in the product, with Ctrl-C at hand. */
export type FakeStartServer = (
  options: Parameters<StartServer>[0],
  interrupt: () => void,
) => ReturnType<StartServer>;

/** What a test may set about the machine. */
export interface FakeMachine {
  readonly env?: Readonly<Record<string, string>>;
  /** Files by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** True where a person types. */
  readonly terminal?: boolean;
  /** True where a person reads stdout. */
  readonly onScreen?: boolean;
  readonly colors?: boolean;
  readonly columns?: number;
  /** What differs from an empty Linux home on no disk. */
  readonly machine?: Partial<LocalMachine>;
  readonly prompts?: UserPrompts;
  readonly nodeVersion?: string;
  /** What is typed or piped into it; it ends there. */
  readonly typed?: string;
  /** What becomes of a command that `install` starts; default: it answers. */
  readonly startServer?: FakeStartServer;
  /** What npm's registry says; default: it has this package, or the registry that the environment names is really asked. */
  readonly askRegistry?: AskRegistry;
  /** True where progress can be drawn. */
  readonly redrawable?: boolean;
  readonly clock?: Clock;
}

/** A machine that exists only in memory, and what was written on it so far. */
export interface FakeShell {
  readonly shell: Shell;
  readonly stdin: PassThrough;
  /** All of stdout. */
  out(): string;
  /** All of stderr. */
  err(): string;
  /** Ctrl-C. */
  interrupt(): void;
}

/** What a registry that has this version says of it. */
export const publishedManifest = {
  name: packageJson.name,
  version: packageJson.version,
  mcpName: packageJson.mcpName,
  repository: packageJson.repository,
};

const npmWithThisPackage: AskRegistry = async () => ({ status: 200, body: publishedManifest });

/** Today stands still, so that the sandbox is the same every day; sleeping is real. */
export const stillClock: Clock = { now: () => testNow, steady: () => testNow, sleep: realClock.sleep };

/** A made-up machine on which somebody types `copper-mcp` and these words. */
export function fakeShell(args: readonly string[], machine: FakeMachine = {}): FakeShell {
  const { env = {}, files = {}, terminal = false, colors = false, columns = 100, prompts } = machine;
  const { onScreen = false } = machine;
  const { nodeVersion = '24.11.0', typed, redrawable = false, clock = stillClock } = machine;
  const { startServer = async () => ({ tools: 32 }) } = machine;
  const { askRegistry = env.npm_config_registry === undefined ? npmWithThisPackage : askNpm } = machine;
  const stdin = new PassThrough();
  if (typed !== undefined) stdin.end(typed);
  const stdout = new PassThrough();
  const stop = new AbortController();
  const written = { out: '', err: '' };
  stdout.setEncoding('utf8').on('data', (text: string) => {
    written.out += text;
  });
  return {
    stdin,
    out: () => written.out,
    err: () => written.err,
    interrupt: () => stop.abort(),
    shell: {
      args,
      env,
      secrets: [],
      stdin,
      stdout,
      stdinIsTerminal: terminal,
      stdoutIsTerminal: onScreen,
      colors,
      warnColors: colors,
      screen: redrawable
        ? {
            columns: () => columns,
            write(text) {
              written.err += text;
            },
          }
        : undefined,
      columns,
      clock,
      random: () => 0,
      machineZone: () => 'America/Los_Angeles',
      nodeVersion,
      readFile(path) {
        const text = files[path];
        if (text === undefined) throw new Error(`ENOENT: no such file, open '${path}'`);
        return text;
      },
      print(line) {
        written.out += `${line}\n`;
      },
      warn(line) {
        written.err += `${line}\n`;
      },
      machine: {
        env,
        home: '/nowhere',
        platform: 'linux',
        disk: realDisk,
        node: '/usr/bin/node',
        program: '/nowhere/copper-mcp.js',
        ...machine.machine,
      },
      startServer: (options) => startServer(options, () => stop.abort()),
      askRegistry,
      prompts: prompts === undefined ? undefined : async () => prompts,
      interrupted: stop.signal,
      ignoreHangups: () => undefined,
      usage: () => ({ residentBytes: 1e8, heapBytes: 5e7, cpuSeconds: 1.5 }),
    },
  };
}

/** One command that has ended. */
export interface Ran {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs a command to its end. */
export async function run(args: readonly string[], machine?: FakeMachine): Promise<Ran> {
  const { shell, out, err } = fakeShell(args, machine);
  const code = await main(shell);
  return { code, out: out(), err: err() };
}
