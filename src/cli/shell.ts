import { once } from 'node:events';
import { dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import packageJson from '../../package.json' with { type: 'json' };
import type { LocalMachine } from '../clients/local-machine.ts';
import { type Config, readConfig } from '../config.ts';
import type { ProcessUsage } from '../http/metrics.ts';
import type { Clock } from '../tool/clock.ts';
import type { JsonValue } from '../tool/json.ts';
import { joined } from '../tool/sentences.ts';
import type { UserPrompts } from './terminal/prompts.ts';

/** A terminal on which a line can be redrawn. */
interface Screen {
  /** Width in characters, as it is now. */
  columns(): number;
  write(text: string): void;
}

/** What became of a started server: how many tools it listed, or why it listed none, as the end of a sentence. */
export type StartResult = { readonly tools: number } | { readonly problem: string };

/** Starts a server as a client does, without a shell in between, initializes it and lists its tools. It is ended again. */
export type StartServer = (options: {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The folder in which it is started. */
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly interrupted: AbortSignal;
}) => Promise<StartResult>;

/**
 * Asks an npm registry.
 *
 * @returns its status, and its reply if that is JSON; undefined if there was no reply in time
 * @throws the signal's reason when interrupted
 */
export type AskRegistry = (options: {
  readonly address: string;
  /** Where the proxy is found. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
  readonly interrupted: AbortSignal;
}) => Promise<{ readonly status: number; readonly body: JsonValue | undefined } | undefined>;

/**
 * Everything commands need from outside: arguments, environment, streams and time. `bin.ts` creates the real one, `main` finds its secrets.
 */
export interface Shell {
  /** What follows the program's name. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** True if a person types. */
  readonly stdinIsTerminal: boolean;
  /** True if a person reads stdout: in a pipe a program does. */
  readonly stdoutIsTerminal: boolean;
  /** True if a person reads stdout and colours are welcome. */
  readonly colors: boolean;
  /** The same for stderr. */
  readonly warnColors: boolean;
  /** Width of the terminal in characters. */
  readonly columns: number;
  /** Where progress can be drawn: stderr, if it is a terminal. */
  readonly screen: Screen | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  /** IANA name of the machine's time zone. */
  machineZone(): string;
  readonly nodeVersion: string;
  /** @param maxBytes the most that may be read; default 64 MB. @throws for what cannot be read, is larger or not a regular file */
  readFile(path: string, maxBytes?: number): string;
  /** Every credential that arguments, environment and files hold: none may be printed. */
  readonly secrets: readonly string[];
  /** Writes a line for a person, on stdout. */
  print(line: string): void;
  /** Writes a line on stderr, apart from the result. */
  warn(line: string): void;
  /** What the configurations of MCP clients depend on. */
  readonly machine: LocalMachine;
  readonly startServer: StartServer;
  readonly askRegistry: AskRegistry;
  /** Undefined if nobody can be asked. */
  readonly prompts: (() => Promise<UserPrompts>) | undefined;
  /** Aborted by SIGINT or SIGTERM. */
  readonly interrupted: AbortSignal;
  /** What this process has used. */
  usage(): ProcessUsage;
  /** Lets the process go on after SIGHUP, with which programs that rotate logs tell that a file was renamed. */
  ignoreHangups(): void;
}

/** Resolves when the command is interrupted. */
export async function interruption({ interrupted }: Shell): Promise<void> {
  if (!interrupted.aborted) await once(interrupted, 'abort');
}

/** Exit code of a finished command; `now` if open handles (stdin) must not keep the process alive. */
export type ExitCode = number | 'now';

/** A wrong command line or setting: shown without a stack, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** ` Did you mean a, b or c?`; an empty text without names. */
export function didYouMean(names: readonly string[]): string {
  return names.length === 0 ? '' : ` Did you mean ${joined(names, 'or')}?`;
}

const styles = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

/** Text in a style, if colours are wanted. */
export function paint(shell: Pick<Shell, 'colors'>, style: keyof typeof styles, text: string): string {
  return shell.colors ? `\u001b[${styles[style]}m${text}\u001b[0m` : text;
}

/**
 * Whether text on a stream may have colours.
 *
 * `FORCE_COLOR` comes first, as in Node itself: `0` and `false` mean no, anything else yes. Then `NO_COLOR`, unless it is empty
 * (no-color.org), and `TERM=dumb` mean no; otherwise a terminal has colours.
 */
export function wantsColors(
  { FORCE_COLOR: force, NO_COLOR: noColor, TERM: term }: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (force !== undefined) return !/^(0|false)$/i.test(force);
  return isTerminal && !noColor && term !== 'dumb';
}

/** The page that shows answers as pictures, in HTML: the build puts it beside the program. */
export const readView = ({ machine, readFile }: Pick<Shell, 'machine' | 'readFile'>): string =>
  readFile(join(dirname(machine.program), 'view.html'));

/** The version of this program, such as `1.2.3`. */
export const versionNumber: string = packageJson.version;

/** Its name in the MCP Registry. */
export const registryName: string = packageJson.mcpName;

/** What `--sandbox` sets: a key that the sandbox accepts, of the user with the most data. */
const sandboxSettings = { COPPER_API_KEY: 'sandbox', COPPER_USER_EMAIL: 'dana.li@example.com' };

/** Variables without those whose names begin with `COPPER_` and one of these names. */
export function withoutVariables(env: Shell['env'], names: readonly string[]): Shell['env'] {
  const removed = new RegExp(`^COPPER_(${names.join('|')})`);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !removed.test(name)));
}

/** The configuration of this shell; `sandbox` ignores the keys and the address of the real Copper. @throws ConfigError */
export function shellConfig({ env, readFile, machineZone }: Shell, sandbox: boolean): Config {
  const ignored = ['API_KEY', 'ACCESS_TOKEN', 'USER_EMAIL', 'API_BASE_URL'];
  const settings = sandbox ? { ...withoutVariables(env, ignored), ...sandboxSettings } : env;
  return readConfig(settings, readFile, machineZone);
}
