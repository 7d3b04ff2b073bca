import type { Readable, Writable } from 'node:stream';
import type { Surroundings } from '../clients/surroundings.ts';
import type { Clock } from '../tool/clock.ts';
import type { Prompts } from './prompts.ts';

/** A terminal on which a line can be drawn anew. */
export interface Screen {
  /** Characters of a line, as wide as it is now. */
  columns(): number;
  write(text: string): void;
}

/** The machine as commands meet it: arguments, environment, streams and time. Only `bin.ts` makes the real one. */
export interface Shell {
  /** What follows the program's name. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** True where a person types. */
  readonly stdinIsTerminal: boolean;
  /** True where a person reads stdout and colours are welcome. */
  readonly colors: boolean;
  /** The same for stderr. */
  readonly warnColors: boolean;
  /** Characters of a line of the terminal. */
  readonly columns: number;
  /** Where progress can be drawn: stderr, if it is a terminal. */
  readonly screen: Screen | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  /** IANA name of the machine's zone. */
  readonly machineZone: string;
  readonly nodeVersion: string;
  readFile(path: string): string;
  /** Writes a file that only its owner may read, if it is new. */
  writeFile(path: string, text: string): void;
  /** Writes a line for a person, on stdout. */
  print(line: string): void;
  /** Writes a line beside the result, on stderr. */
  warn(line: string): void;
  /** The machine as the configurations of MCP clients meet it. */
  readonly surroundings: Surroundings;
  /** Undefined where nobody can be asked. */
  readonly prompts: (() => Promise<Prompts>) | undefined;
  /** Aborted by SIGINT or SIGTERM. */
  readonly interrupted: AbortSignal;
}

/** Exit code of a finished command; `now` where open handles (stdin) must not keep the process. */
export type ExitCode = number | 'now';

/** A mistake of the person at the keyboard: shown without a stack, exit code 2. */
export class UsageError extends Error {}

const styles = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

/** Text in a style, where the reader can see it. */
export function paint(shell: Pick<Shell, 'colors'>, style: keyof typeof styles, text: string): string {
  return shell.colors ? `\u001b[${styles[style]}m${text}\u001b[0m` : text;
}
