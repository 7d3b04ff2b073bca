import { type ParseArgsConfig, parseArgs } from 'node:util';
import { suggestNames } from '../names/suggestions.ts';
import type { CommandSpec } from './command-spec.ts';
import { didYouMean, UsageError } from './shell.ts';

/** What `parseArgs` gives for the options of this command. */
export type CommandArguments<Spec extends CommandSpec> = ReturnType<
  typeof parseArgs<{ options: Spec['options']; allowPositionals: true }>
>;

/** The command as it was typed: what its usage begins with, if that is a word. */
const typed = ({ usage }: CommandSpec) => ['copper-mcp', ...(/^\w+/.exec(usage) ?? [])].join(' ');

const seeHelp = (spec: CommandSpec) => `\`${typed(spec)} --help\` shows its arguments and options.`;

function refuseUnknown(spec: CommandSpec, option: string, known: readonly string[]): never {
  const [first] = known;
  const [near] = known.length > 1 ? suggestNames(option, known, 1) : [];
  const only = known.length === 1 ? ` Its only option is --${first}.` : '';
  const hint = near === undefined ? only : didYouMean([`--${near}`]);
  throw new UsageError(`\`${typed(spec)}\` has no option --${option}.${hint} ${seeHelp(spec)}`);
}

/** The messages of `parseArgs` are for programmers; these are for the person who types. */
function check(spec: CommandSpec, args: string[]): void {
  const options: NonNullable<ParseArgsConfig['options']> = spec.options;
  const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { rawName, value, inlineValue } = token;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (option === undefined || !rawName.startsWith('--'))
      refuseUnknown(spec, rawName.replace(/^-+/, ''), Object.keys(options));
    if (option.type === 'boolean' && value !== undefined)
      throw new UsageError(`${rawName} takes no value. ${seeHelp(spec)}`);
    const missing = value === undefined || (!inlineValue && value.length > 1 && value.startsWith('-'));
    if (option.type === 'string' && missing)
      throw new UsageError(`${rawName} needs a value: ${rawName}=…. ${seeHelp(spec)}`);
  }
  const words = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const { positionals = {}, repeatLast } = spec;
  const extra = words[Object.keys(positionals).length];
  if (extra !== undefined && !repeatLast)
    throw new UsageError(`\`${typed(spec)}\` does not take "${extra}". ${seeHelp(spec)}`);
}

/**
 * Positionals and options of a command, as its entry defines them.
 *
 * @throws UsageError for the first that is not defined there
 */
export function readArguments<const Spec extends CommandSpec>(
  spec: Spec,
  args: readonly string[],
): CommandArguments<Spec> {
  check(spec, [...args]);
  const { options } = spec;
  return parseArgs({ args: [...args], options, allowPositionals: true }) as CommandArguments<Spec>;
}
