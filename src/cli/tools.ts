import { selectionSource } from '../published.ts';
import { formatNumber } from '../tool/sentences.ts';
import { commands } from './commands.ts';
import { readArguments } from './read-arguments.ts';
import { type ExitCode, paint, type Shell, shellConfig } from './shell.ts';
import { truncateLine } from './terminal/layout.ts';
import { toolChoice } from './tool-choice.ts';
import { allWithTokens, type ToolWithTokens, tokensOf, totalTokens, withTokens } from './tool-prices.ts';

const summary = (tools: readonly ToolWithTokens[]) =>
  `${tools.length} tools, ${formatNumber(totalTokens(tools))} tokens (o200k) in a model's context`;

/** The table of tools in docs/tools.md. */
export function markdownTable(tools: readonly ToolWithTokens[] = allWithTokens()): string {
  const rows = tools.map(({ name, description, tokens }) => `| \`${name}\` | ${description} | ${tokens} |`);
  return [
    '| tool | what it is for | tokens |',
    '| --- | --- | ---: |',
    ...rows,
    '',
    `${summary(tools)}.`,
  ].join('\n');
}

function terminalTable(shell: Shell, tools: readonly ToolWithTokens[]): string {
  const widest = Math.max(...tools.map(({ name }) => name.length));
  const room = Math.max(shell.columns - widest - 10, 30);
  const lines = tools.map(({ name, description, tokens }) => {
    const what = truncateLine(description, room).padEnd(room);
    return `${paint(shell, 'cyan', name.padEnd(widest))}  ${what} ${paint(shell, 'dim', String(tokens).padStart(6))}`;
  });
  const head = `${'tool'.padEnd(widest)}  ${'what it is for'.padEnd(room)} tokens`;
  return [paint(shell, 'bold', head), ...lines, '', `${summary(tools)}.`].join('\n');
}

/** What each group of tools would cost. */
function groupTable(shell: Shell): string {
  const rows = Object.entries(selectionSource.groups).map(([choice, names]) => {
    const tokens = names.reduce((sum, name) => sum + tokensOf(name, choice === 'core'), 0);
    return `${paint(shell, 'cyan', choice.padEnd(10))}  ${String(names.length).padStart(5)}  ${formatNumber(tokens).padStart(6)}`;
  });
  return [paint(shell, 'bold', '--tools     tools  tokens'), ...rows].join('\n');
}

/**
 * The tools with what they are for and cost, those of `--tools` only: a table, `--markdown` for a page, `--json` for the list as clients
 * see it.
 */
export function toolsCommand(shell: Shell, args: readonly string[]): ExitCode {
  const { values } = readArguments(commands.tools, args);
  // No key is needed: none is looked for.
  const { offered: selection } = toolChoice(shellConfig(shell, true), values.tools);
  const offered = withTokens(selection);
  if (values.json) shell.print(JSON.stringify({ tools: selection.list }, null, 2));
  else if (values.markdown) shell.print(markdownTable(offered));
  else {
    const end = 'Try one: copper-mcp call search_people name=an limit=3 --sandbox';
    shell.print([terminalTable(shell, offered), '', groupTable(shell), '', end].join('\n'));
  }
  return 0;
}
