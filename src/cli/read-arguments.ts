import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearestNames } from '../names/nearest-names.ts';
import { type CommandName, commands } from './commands.ts';
import { UsageError } from './shell.ts';

type Commands = typeof commands;

/** What `parseArgs` gives for the options of this command. */
export type Arguments<Name extends CommandName> = ReturnType<
  typeof parseArgs<{ options: Commands[Name]['options']; allowPositionals: true }>
>;

/** The command as it was typed. */
const typed = (name: CommandName) => (name === 'serve' ? 'copper-mcp' : `copper-mcp ${name}`);

/** How a person reads on. */
const more = (name: CommandName) => `\`${typed(name)} --help\` shows all.`;

function refuseUnknown(name: CommandName, option: string, known: readonly string[]): never {
  const [first] = known;
  const [near] = known.length > 1 ? nearestNames(option, known, 1) : [];
  const only = known.length === 1 ? ` There is --${first}.` : '';
  const likely = near === undefined ? only : ` Nearest: --${near}.`;
  throw new UsageError(`\`${typed(name)}\` has no option --${option}.${likely} ${more(name)}`);
}

/** The sentences of `parseArgs` are for programmers; these are for who types. */
function check(name: CommandName, args: string[], options: NonNullable<ParseArgsConfig['options']>): void {
  const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { rawName, value, inlineValue } = token;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (option === undefined || !rawName.startsWith('--'))
      refuseUnknown(name, rawName.replace(/^-+/, ''), Object.keys(options));
    if (option.type === 'boolean' && value !== undefined)
      throw new UsageError(`${rawName} takes no value. ${more(name)}`);
    const missing = value === undefined || (!inlineValue && value.length > 1 && value.startsWith('-'));
    if (option.type === 'string' && missing)
      throw new UsageError(`${rawName} needs a value: ${rawName}=…. ${more(name)}`);
  }
  const words = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const command: { readonly words: readonly unknown[]; readonly more?: true } = commands[name];
  const extra = words[command.words.length];
  if (extra !== undefined && command.more !== true)
    throw new UsageError(`\`${typed(name)}\` does not take "${extra}". ${more(name)}`);
}

/**
 * Words and options of a command, as its line in `commands` has them.
 *
 * @throws UsageError for the first that it does not have
 */
export function readArguments<const Name extends CommandName>(
  name: Name,
  args: readonly string[],
): Arguments<Name> {
  const { options } = commands[name];
  check(name, [...args], options);
  return parseArgs({ args: [...args], options, allowPositionals: true }) as Arguments<Name>;
}
