import { suggestNames } from '../../names/suggestions.ts';
import { variables } from '../../variables.ts';
import type { CommandOption, CommandSpec } from '../command-spec.ts';
import { commandNamed, commands } from '../commands.ts';
import { readArguments } from '../read-arguments.ts';
import { didYouMean, type ExitCode, paint, type Shell, UsageError, versionNumber } from '../shell.ts';
import { hangingIndent, twoColumns, wrap } from '../terminal/layout.ts';
import { findTool, publishedTool, toolHelp, toolNames } from './tool-help.ts';

function helpOn(shell: Shell, name: string): string {
  const command = commandNamed(name);
  if (command !== undefined) return commandHelp(shell, command);
  const tool = publishedTool(name);
  if (tool !== undefined) return toolHelp(shell, tool);
  const near = suggestNames(name, [...Object.keys(commands), ...toolNames], 3);
  throw new UsageError(
    `There is no command or tool "${name}".${didYouMean(near)} \`copper-mcp --help\` and \`copper-mcp tools\` list them all.`,
  );
}

/** An overview; or help on one command, or one tool. */
export function helpCommand(shell: Shell, args: readonly string[]): ExitCode {
  const [first, second] = readArguments(commands.help, args).positionals;
  if (first === undefined) shell.print(commandOverview(shell));
  else if (first === 'call' && second !== undefined) shell.print(toolHelp(shell, findTool(second)));
  else shell.print(helpOn(shell, first));
  return 0;
}

/** The version alone, for scripts. */
export function versionCommand(shell: Shell, args: readonly string[]): ExitCode {
  readArguments(commands.version, args);
  shell.print(versionNumber);
  return 0;
}

/** An option with its value and its description: `--auth none|token|oauth`, `how callers prove who they are`. */
function optionRow([name, { what, value, oneOf, multiple }]: readonly [string, CommandOption]) {
  const all = oneOf?.join('|');
  const short = all !== undefined && all.length <= 24;
  const shown = short ? all : value;
  const values = oneOf === undefined || short ? '' : `: ${oneOf.join(', ')}`;
  return [
    shown === undefined ? `--${name}` : `--${name} ${shown}`,
    `${what}${values}${multiple ? '; repeatable' : ''}`,
  ] as const;
}

/** How both kinds of help are laid out on this terminal. */
const layoutFor = (shell: Shell) => ({
  title: (text: string) => ['', paint(shell, 'bold', text)],
  table: (rows: readonly (readonly [string, string])[]) =>
    twoColumns(rows, shell.columns, (name) => paint(shell, 'cyan', name)),
});

/** Help on one command: its words, options and examples. */
export function commandHelp(shell: Shell, command: CommandSpec): string {
  const { usage, what, positionals, options, examples, notes } = command;
  const { columns } = shell;
  const { title, table } = layoutFor(shell);
  return [
    `${paint(shell, 'bold', `copper-mcp ${usage}`)}`,
    ...wrap(`${what[0]?.toUpperCase()}${what.slice(1)}.`, columns),
    ...(positionals === undefined ? [] : [...title('Arguments'), ...table(Object.entries(positionals))]),
    ...title('Options'),
    ...table([...Object.entries(options).map(optionRow), ['--help', 'show this help']]),
    ...title('Examples'),
    ...Object.entries(examples).flatMap(([line, shows]) => [
      `  ${paint(shell, 'cyan', line)}`,
      ...hangingIndent('      ', shows, columns).map((each) => paint(shell, 'dim', each)),
    ]),
    ...(notes === undefined ? [] : ['', ...wrap(notes, columns)]),
  ].join('\n');
}

/** Everything a person needs to start. */
export function commandOverview(shell: Shell): string {
  const { columns } = shell;
  const { title, table } = layoutFor(shell);
  const listed: readonly CommandSpec[] = Object.values(commands);
  const settings = variables.filter(({ name }) => !name.startsWith('COPPER_HTTP_'));
  const program = paint(shell, 'bold', 'copper-mcp');
  return [
    ...wrap(`${program} ${versionNumber} lets AI agents read a Copper CRM. It cannot write.`, columns),
    ...title('Commands'),
    ...table(listed.map(({ usage, what }) => [`copper-mcp ${usage}`, what])),
    ...wrap('`copper-mcp COMMAND --help` shows the options and examples of a command.', columns),
    ...title('Environment'),
    ...table(
      settings.map(({ name, what, defaultValue }) => [
        name,
        `${what}${defaultValue && ` [${defaultValue}]`}`,
      ]),
    ),
    ...wrap('`copper-mcp http --help` shows the options that COPPER_HTTP_… variables set.', columns),
    ...title('Exit codes'),
    ...table([
      ['0', 'success'],
      ['1', 'the answer is an error, or something failed'],
      ['2', 'the command line or a setting is wrong'],
      ['130', 'interrupted'],
    ]),
    ...title('First steps'),
    '  copper-mcp call search_opportunities owner=me status=Open sort=-value limit=5 --sandbox',
    '  COPPER_API_KEY=… COPPER_USER_EMAIL=you@company.com copper-mcp doctor',
  ].join('\n');
}
