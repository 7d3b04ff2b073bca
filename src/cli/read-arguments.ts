import { type ParseArgsConfig, parseArgs } from 'node:util';
import { suggestNames } from '../names/suggestions.ts';
import type { CommandSpec } from './command-spec.ts';
import { type CommandName, commands } from './commands.ts';
import { didYouMean, UsageError } from './shell.ts';

type Commands = typeof commands;

/** What `parseArgs` gives for the options of this command. */
export type CommandArguments<Name extends CommandName> = ReturnType<
  typeof parseArgs<{ options: Commands[Name]['options']; allowPositionals: true }>
>;

/** The command as it was typed. */
const typed = (name: CommandName) => (name === 'serve' ? 'copper-mcp' : `copper-mcp ${name}`);

const seeHelp = (name: CommandName) => `\`${typed(name)} --help\` shows its arguments and options.`;

function refuseUnknown(name: CommandName, option: string, known: readonly string[]): never {
  const [first] = known;
  const [near] = known.length > 1 ? suggestNames(option, known, 1) : [];
  const only = known.length === 1 ? ` Its only option is --${first}.` : '';
  const hint = near === undefined ? only : didYouMean([`--${near}`]);
  throw new UsageError(`\`${typed(name)}\` has no option --${option}.${hint} ${seeHelp(name)}`);
}

/** The messages of `parseArgs` are for programmers; these are for the person who types. */
function check(name: CommandName, args: string[], options: NonNullable<ParseArgsConfig['options']>): void {
  const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { rawName, value, inlineValue } = token;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (option === undefined || !rawName.startsWith('--'))
      refuseUnknown(name, rawName.replace(/^-+/, ''), Object.keys(options));
    if (option.type === 'boolean' && value !== undefined)
      throw new UsageError(`${rawName} takes no value. ${seeHelp(name)}`);
    const missing = value === undefined || (!inlineValue && value.length > 1 && value.startsWith('-'));
    if (option.type === 'string' && missing)
      throw new UsageError(`${rawName} needs a value: ${rawName}=…. ${seeHelp(name)}`);
  }
  const words = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const { positionals = {}, repeatLast }: CommandSpec = commands[name];
  const extra = words[Object.keys(positionals).length];
  if (extra !== undefined && !repeatLast)
    throw new UsageError(`\`${typed(name)}\` does not take "${extra}". ${seeHelp(name)}`);
}

/**
 * Positionals and options of a command, as `commands` defines them.
 *
 * @throws UsageError for the first that is not defined there
 */
export function readArguments<const Name extends CommandName>(
  name: Name,
  args: readonly string[],
): CommandArguments<Name> {
  const { options } = commands[name];
  check(name, [...args], options);
  return parseArgs({ args: [...args], options, allowPositionals: true }) as CommandArguments<Name>;
}
