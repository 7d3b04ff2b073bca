import { createHash } from 'node:crypto';
import { extname, resolve } from 'node:path';
import type { Config } from '../../config.ts';
import type { CallProgress } from '../../tool/app.ts';
import { unlessAborted } from '../../tool/clock.ts';
import type { OpenedRows, RowsPosition, RowValue } from '../../tool/rows.ts';
import { numbered } from '../../tool/sentences.ts';
import { ToolError } from '../../tool/tool-error.ts';
import { commands } from '../commands.ts';
import { openEnvironment } from '../environment.ts';
import { findTool } from '../help/tool-help.ts';
import { type CommandArguments, readArguments } from '../read-arguments.ts';
import { readInput } from '../read-input.ts';
import { type ExitCode, type Shell, shellConfig, UsageError, versionNumber } from '../shell.ts';
import { progressLine } from '../terminal/progress-line.ts';
import { createDraft, DraftError, type DraftOrigin, diskProblem } from './draft.ts';
import { createEstimate } from './estimate.ts';
import { csvFormat, type ExportFormat, jsonLinesFormat } from './formats.ts';

type Options = CommandArguments<typeof commands.export>['values'];

/** Where rows are written, and how far an earlier export came. */
interface Target {
  readonly from?: RowsPosition;
  readonly known?: readonly RowValue[];
  /** Rows that are there. */
  readonly rows: number;
  add(text: string, rows: number, position: RowsPosition | undefined): Promise<void> | void;
  finish(): void;
}

/** @throws UsageError for a format that is not known, or that contradicts the name of the file */
function formatOf({ to, format, excel = false }: Options): 'csv' | 'jsonl' {
  const ends = to === undefined ? '' : extname(to).toLowerCase().slice(1);
  const named = ends === 'csv' || ends === 'jsonl' ? ends : undefined;
  if (format !== undefined && format !== 'csv' && format !== 'jsonl')
    throw new UsageError(`--format is csv or jsonl, not "${format}".`);
  if (to !== undefined && named === undefined && format === undefined)
    throw new UsageError(
      `The name of ${to} does not tell the format: let it end with .csv or .jsonl, or add --format.`,
    );
  if (format !== undefined && named !== undefined && format !== named)
    throw new UsageError(
      `${to} would not be ${format}: let its name end with .${format}, or leave out --format.`,
    );
  const chosen = format ?? named ?? 'csv';
  if (excel && chosen !== 'csv') throw new UsageError('--excel is for CSV alone.');
  return chosen;
}

/** @throws UsageError for a place where no file can be written, before anything is asked */
function checkPlace({ machine: { disk } }: Shell, path: string, { to = '', force = false }: Options): void {
  const there = disk.stat(path);
  if (there === undefined) return;
  if (there.kind !== 'file')
    throw new UsageError(`${to} is not a regular file. Without --to, the rows go to stdout.`);
  if (!force) throw new UsageError(`${to} is there already. --force replaces it, or choose another name.`);
  if (!there.writable) throw new UsageError(`${to} is write-protected. Choose another name.`);
}

/** Everything that makes two exports the same, as a digest: a question may name people. */
function originOf(config: Config, isDemo: boolean, parts: readonly unknown[]): DraftOrigin {
  const { credentials, baseUrl } = config;
  const owner = credentials?.kind === 'key' ? credentials.email : credentials?.token;
  const text = JSON.stringify([versionNumber, baseUrl, owner, ...parts]);
  return { digest: createHash('sha256').update(text).digest('hex'), isDemo };
}

/** `1,204 rows are`. */
const rowsAre = (count: number) => numbered(count, 'row is', 'rows are');

const startsAgain = (why: string) => `copper-mcp: ${why}; the export starts again.`;

/** The file of `--to`, as a draft until it is complete. */
async function openFile(
  { warn, machine: { disk } }: Shell,
  [path, { to = '', force = false }]: readonly [path: string, options: Options],
  [reading, origin, { head }]: readonly [reading: OpenedRows, origin: DraftOrigin, format: ExportFormat],
): Promise<Target> {
  const draft = createDraft(disk, path);
  const found = draft.find(origin);
  const name = `${to}.part`;
  const finish = () => {
    if (!force && disk.stat(path) !== undefined)
      throw new DraftError(
        `${to} was made by another program meanwhile; all rows are in ${name}. --force replaces it.`,
      );
    draft.finish();
  };
  if (found.kind === 'left' && reading.question !== undefined) {
    const change = await reading.changeSince(found.position);
    if (change === undefined) {
      draft.goOn(found);
      warn(`copper-mcp: ${rowsAre(found.rows)} in ${name}; going on from there.`);
      return { from: found.position, known: found.known, rows: found.rows, add: draft.add, finish };
    }
    warn(startsAgain(`${change}`));
  } else if (found.kind === 'damaged') warn(startsAgain(`${name} is shorter than it was`));
  else if (found.kind === 'other' && found.isDemo && origin.isDemo)
    warn(startsAgain(`${name} has demo data, which are made anew at each start`));
  else if ((found.kind === 'other' || found.kind === 'foreign') && !force) {
    const what =
      found.kind === 'other' ? 'is of an export with other arguments, settings or account' : 'is not ours';
    throw new UsageError(`${name} ${what}. --force replaces it, or choose another name for the file.`);
  }
  draft.begin(origin, head);
  return { rows: 0, add: draft.add, finish };
}

/** Stdout, as fast as it is read. */
function openStdout({ stdout, interrupted }: Shell, { head }: ExportFormat): Target {
  let before = head;
  const write = async (text: string) => {
    if (text === '' || stdout.write(text)) return;
    // `events.once` would listen to errors as well, of which a reader that is gone is none here.
    await unlessAborted(new Promise<void>((done) => void stdout.once('drain', done)), interrupted);
  };
  return {
    rows: 0,
    async add(text) {
      await write(`${before}${text}`);
      before = '';
    },
    finish: () => undefined,
  };
}

/** Between lines of progress for those who have no terminal; the first comes when it takes longer than people wait. */
const firstLineMs = 2_000;
const nextLineMs = 30_000;

/** Shows progress in one place of a terminal, or now and then as a line. */
function createProgress(shell: Shell, limit: number) {
  const { clock, screen } = shell;
  const line = progressLine({ screen, clock });
  const estimate = createEstimate(clock, limit);
  let next = clock.steady() + firstLineMs;
  return {
    line,
    onAttempt: estimate.onRequest,
    onProgress(progress: CallProgress): void {
      const message = estimate.withLeft(progress);
      if (screen !== undefined) line.show({ ...progress, message });
      else if (clock.steady() >= next && progress.done !== progress.total) {
        next = clock.steady() + nextLineMs;
        shell.warn(`copper-mcp: ${message}`);
      }
    },
  };
}

/** All rows of a tool in a file or on stdout; an export that was cut off goes on where it ended. */
export async function exportCommand(shell: Shell, args: readonly string[]): Promise<ExitCode> {
  const { values: options, positionals } = readArguments(commands.export, args);
  const { sandbox = false, to } = options;
  const [name, ...words] = positionals;
  if (name === undefined)
    throw new UsageError(
      'Name a tool; `copper-mcp tools` lists them. Example: copper-mcp export search_people --to people.csv --sandbox',
    );
  const tool = findTool(name);
  const format = formatOf(options);
  const path = to === undefined ? undefined : shell.machine.disk.resolveLink(resolve(to));
  if (path !== undefined) checkPlace(shell, path, options);
  const config = shellConfig(shell, sandbox);
  const input = await readInput(shell, words, options.input, tool);
  for (const warning of config.warnings) shell.warn(`copper-mcp: ${warning}`);
  const progress = createProgress(shell, config.rateLimit);
  const warn = (text: string) => {
    progress.line.clear();
    shell.warn(text);
  };
  const environment = await openEnvironment(
    { ...shell, warn },
    { sandbox, config: { ...config, warnings: [] } },
  );
  let written = 0;
  let canGoOn = false;
  try {
    progress.line.show({ message: 'asking Copper' });
    const { onAttempt, onProgress } = progress;
    const reading = await environment.app.rows(tool.name, input, {
      signal: shell.interrupted,
      onAttempt,
      onProgress,
    });
    const { columns, question = JSON.stringify(input) } = reading;
    canGoOn = reading.question !== undefined;
    const asText = format === 'csv' ? csvFormat(columns, options.excel === true) : jsonLinesFormat(columns);
    const parts = [tool.name, format, asText.head, question, ...(sandbox ? [shell.clock.now()] : [])];
    const origin = originOf(config, sandbox, parts);
    const target =
      path === undefined
        ? openStdout(shell, asText)
        : await openFile({ ...shell, warn }, [path, options], [reading, origin, asText]);
    written = target.rows;
    const pages = reading.pages(target.from, target.known);
    let notes: readonly string[] = [];
    for (;;) {
      const { done, value } = await pages.next();
      if (done) {
        notes = value;
        break;
      }
      await target.add(asText.lines(value.rows), written + value.rows.length, value.position);
      written += value.rows.length;
    }
    target.finish();
    progress.line.end();
    for (const note of notes) shell.warn(`note: ${note}`);
    if (to !== undefined) shell.print(`${rowsAre(written)} in ${to}`);
    return 0;
  } catch (error) {
    progress.line.end();
    return failed(shell, error, { to, written: canGoOn ? written : 0 });
  } finally {
    progress.line.end();
    await environment.close();
  }
}

/** Says in a sentence what ended an export, and how to go on. */
function failed(
  shell: Shell,
  error: unknown,
  { to, written }: { readonly to: string | undefined; readonly written: number },
): ExitCode {
  const isKept = to !== undefined && written > 0;
  const rest = isKept ? ` ${rowsAre(written)} in ${to}.part; the same command goes on from there.` : '';
  if (shell.interrupted.aborted) {
    shell.warn(`copper-mcp: stopped.${rest}`);
    return 130;
  }
  const problem = diskProblem(error);
  if (problem !== undefined && to !== undefined) shell.warn(`copper-mcp: ${to} ${problem}.${rest}`);
  else if (error instanceof DraftError) shell.warn(`copper-mcp: ${error.message}`);
  else if (error instanceof ToolError) shell.warn(`${error.kind}: ${error.message}${rest}`);
  else throw error;
  return 1;
}
