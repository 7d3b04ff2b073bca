import { published } from '../published.ts';
import { tokenCounts } from '../token-counts.ts';
import { readArguments } from './read-arguments.ts';
import { type ExitCode, paint, type Shell } from './shell.ts';

const count = (name: string) => tokenCounts[name] ?? 0;
const total = () => published.reduce((sum, { name }) => sum + count(name), 0);
const summary = () =>
  `${published.length} tools, ${total().toLocaleString('en-US')} tokens (o200k) in a model's context`;

/** The table that README holds between its markers. */
export function markdownTable(): string {
  const rows = published.map(({ name, description }) => `| \`${name}\` | ${description} | ${count(name)} |`);
  return ['| tool | what it is for | tokens |', '| --- | --- | ---: |', ...rows, '', `${summary()}.`].join(
    '\n',
  );
}

function terminalTable(shell: Shell): string {
  const widest = Math.max(...published.map(({ name }) => name.length));
  const room = Math.max(shell.columns - widest - 10, 30);
  const lines = published.map(({ name, description }) => {
    const what = description.length > room ? `${description.slice(0, room - 1)}…` : description.padEnd(room);
    return `${paint(shell, 'cyan', name.padEnd(widest))}  ${what} ${paint(shell, 'dim', String(count(name)).padStart(6))}`;
  });
  const head = `${'tool'.padEnd(widest)}  ${'what it is for'.padEnd(room)} tokens`;
  const end = `${summary()}. Try one: copper-mcp call search_people name=an limit=3 --sandbox`;
  return [paint(shell, 'bold', head), ...lines, '', end].join('\n');
}

/** The tools with what they are for and cost: a table, `--markdown` for README, `--json` for the list as clients see it. */
export function tools(shell: Shell, args: readonly string[]): ExitCode {
  const { values } = readArguments('tools', args);
  if (values.json) shell.print(JSON.stringify({ tools: published }, null, 2));
  else shell.print(values.markdown ? markdownTable() : terminalTable(shell));
  return 0;
}
