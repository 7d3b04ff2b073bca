import type { ToolResult } from '../tool/app.ts';
import { commands } from './commands.ts';
import { openEnvironment } from './environment.ts';
import { findTool } from './help/tool-help.ts';
import type { HtmlFile } from './html-file.ts';
import { readArguments } from './read-arguments.ts';
import { readInput } from './read-input.ts';
import { type ExitCode, type Shell, shellConfig, UsageError } from './shell.ts';
import { progressLine } from './terminal/progress-line.ts';

/** How an answer is shown, besides as text. */
interface ShownAs {
  readonly chart: boolean;
  /** True for a person, who gets aligned tables; a program gets the text as agents do. */
  readonly tables: boolean;
  readonly page: HtmlFile | undefined;
}

/** Shows an answer: as text, as tables, or as pictures where it has some; the page gets a file of its own. */
async function show(shell: Shell, result: ToolResult, { chart, tables, page }: ShownAs): Promise<void> {
  const { text, view } = result;
  if (page !== undefined && view === undefined)
    throw new UsageError('--html: this answer has no table to show as a page.');
  if (page !== undefined && view !== undefined) await page.write(view);
  const { drawCharts } = await import('./terminal/chart.ts');
  const pictures = chart && view !== undefined ? drawCharts(view, shell) : undefined;
  if (chart && pictures === undefined)
    shell.warn('copper-mcp: this answer has nothing to compare in a picture; here are its rows.');
  const { drawAnswer } = await import('./terminal/answer-tables.ts');
  const lines = pictures ?? (tables ? drawAnswer(result, shell) : undefined);
  shell.print(lines?.join('\n') ?? text);
}

/** An error for a program, on one line: its kind, what happened and what to do next. */
function errorJson({ kind, text, retryAfter }: ToolResult): string {
  const start = `${kind}: `;
  const message = text.startsWith(start) ? text.slice(start.length) : text;
  return JSON.stringify({ kind, message, ...(retryAfter === undefined ? {} : { retry_after: retryAfter }) });
}

/** Calls one tool: the answer on stdout, exit code 1 when it is an error. */
export async function callCommand(shell: Shell, args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(commands.call, args);
  const { sandbox = false, json = false, chart = false, html, input: file } = values;
  if (json && (chart || html !== undefined))
    throw new UsageError('--json prints data; give it without --chart and --html.');
  const [name, ...words] = positionals;
  if (name === undefined)
    throw new UsageError(
      'Name a tool; `copper-mcp tools` lists them. Example: copper-mcp call list_users --sandbox',
    );
  const tool = findTool(name);
  const { warnings, ...read } = shellConfig(shell, sandbox);
  const input = await readInput(shell, words, file, tool);
  const page = html === undefined ? undefined : (await import('./html-file.ts')).openHtmlFile(shell, html);
  for (const warning of warnings) shell.warn(`copper-mcp: ${warning}`);

  const line = progressLine({ screen: json ? undefined : shell.screen, clock: shell.clock });
  const warn = (text: string) => {
    line.clear();
    shell.warn(text);
  };
  const config = { ...read, format: json ? ('json' as const) : read.format, warnings: [] };
  const { app, close } = await openEnvironment({ ...shell, warn }, { sandbox, config });
  try {
    line.show({ message: 'asking Copper' });
    const { interrupted: signal } = shell;
    const tables = shell.stdoutIsTerminal && config.format === 'text';
    const views = chart || tables || page !== undefined;
    const result = await app.call(tool.name, input, { signal, onProgress: line.show, views });
    line.end();
    if (result.isError) shell.warn(json ? errorJson(result) : result.text);
    else await show(shell, result, { chart, tables, page });
    return result.isError ? 1 : 0;
  } finally {
    line.end();
    await close();
  }
}
