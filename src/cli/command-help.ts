import { variables } from '../variables.ts';
import { type Command, type CommandName, commands, type Option } from './commands.ts';
import { hanging, twoColumns, wrap } from './layout.ts';
import { paint, type Shell } from './shell.ts';
import { versionNumber } from './version.ts';

/** `--port N`, `--auth none|token|oauth`. */
function written([name, { value, oneOf }]: readonly [string, Option]): string {
  const words = oneOf === undefined ? undefined : oneOf.join('|');
  const shown = words !== undefined && words.length <= 24 ? words : value;
  return shown === undefined ? `--${name}` : `--${name} ${shown}`;
}

/** What it is, and all values where they do not stand beside its name. */
function explained([name, option]: readonly [string, Option]): string {
  const { what, oneOf, multiple } = option;
  const long = oneOf !== undefined && !written([name, option]).includes('|');
  return `${what}${long ? `: ${oneOf.join(', ')}` : ''}${multiple ? '; may come again' : ''}`;
}

/** All about one command: its words, options and examples. */
export function commandHelp(shell: Shell, name: CommandName): string {
  const { usage, what, words, options, examples, notes = [] }: Command = commands[name];
  const { columns } = shell;
  const title = (text: string) => ['', paint(shell, 'bold', text)];
  const cyan = (text: string) => paint(shell, 'cyan', text);
  const table = (rows: readonly (readonly [string, string])[]) => twoColumns(rows, columns, cyan);
  const given = Object.entries(options);
  return [
    `${paint(shell, 'bold', `copper-mcp ${usage}`)}`,
    ...wrap(`${what[0]?.toUpperCase()}${what.slice(1)}.`, columns),
    ...(words.length === 0 ? [] : [...title('Arguments'), ...table(words)]),
    ...title('Options'),
    ...table([
      ...given.map((option) => [written(option), explained(option)] as const),
      ['--help', 'show this'],
    ]),
    ...title('Examples'),
    ...examples.flatMap(([line, shows]) => [
      `  ${cyan(line)}`,
      ...hanging('      ', shows, columns).map((each) => paint(shell, 'dim', each)),
    ]),
    ...(notes.length === 0 ? [] : ['', ...wrap(notes.join(' '), columns)]),
  ].join('\n');
}

/** Everything a person needs to start. */
export function overview(shell: Shell): string {
  const { columns } = shell;
  const title = (text: string) => ['', paint(shell, 'bold', text)];
  const table = (rows: readonly (readonly [string, string])[]) =>
    twoColumns(rows, columns, (name) => paint(shell, 'cyan', name));
  const listed: readonly Command[] = Object.values(commands);
  const first = paint(shell, 'bold', 'copper-mcp');
  return [
    ...wrap(`${first} ${versionNumber}: read a Copper CRM with AI agents. It cannot write.`, columns),
    ...title('Commands'),
    ...table(listed.map(({ usage, what }) => [`copper-mcp ${usage}`, what])),
    ...wrap('`copper-mcp COMMAND --help` shows the options and examples of one.', columns),
    ...title('Environment'),
    ...table(
      variables
        .filter(({ name }) => !name.startsWith('COPPER_HTTP_'))
        .map(({ name, what, defaultValue }) => [
          name,
          `${what}${defaultValue === '' ? '' : ` [${defaultValue}]`}`,
        ]),
    ),
    ...wrap('COPPER_HTTP_… are the options of `copper-mcp http --help`.', columns),
    ...title('Exit codes'),
    ...table([
      ['0', 'done'],
      ['1', 'the answer is an error, or something fails'],
      ['2', 'the command line or a setting is wrong'],
      ['130', 'interrupted'],
    ]),
    ...title('First steps'),
    '  copper-mcp call search_opportunities owner=me status=Open sort=-value limit=5 --sandbox',
    '  COPPER_API_KEY=… COPPER_USER_EMAIL=you@company.com copper-mcp doctor',
  ].join('\n');
}
