import { published } from '../published.ts';
import { type Command, type CommandName, commands, type Option } from './commands.ts';
import { argumentsOf } from './tool-arguments.ts';

/** One word that may stand where the cursor is; a word that ends with `=` goes on. */
export interface Candidate {
  readonly word: string;
  readonly what: string;
}

/** What a shell may offer: words, or the names of files. */
export type Offer = readonly Candidate[] | 'files';

const tools = () => published.map(({ name, description }) => ({ word: name, what: description }));
const bare = (words: readonly string[]) => words.map((word) => ({ word, what: '' }));
const named = () => Object.entries(commands).map(([word, { what }]) => ({ word, what }));

function valuesOf({ value, oneOf }: Option): Offer {
  return value === 'FILE' ? 'files' : bare(oneOf ?? []);
}

function optionsOf(options: Command['options'], used: readonly string[]): Candidate[] {
  const unused = Object.entries(options).filter(
    ([name, { multiple }]) => multiple || !used.some((word) => word.split('=')[0] === `--${name}`),
  );
  const own = unused.map(([name, { what }]) => ({ word: `--${name}`, what }));
  return [...own, { word: '--help', what: 'show the options and examples' }];
}

/** Arguments of a tool that may still come, or the values of the one that has begun. */
function argumentsFor(toolName: string, used: readonly string[], current: string): Candidate[] {
  const tool = published.find(({ name }) => name === toolName.replaceAll('-', '_'));
  const all = tool === undefined ? [] : argumentsOf(tool);
  const begun = all.find(({ name }) => current.startsWith(`${name}=`));
  if (begun !== undefined) return bare(begun.values.map((value) => `${begun.name}=${value}`));
  return all
    .filter(({ name, list }) => list || !used.some((word) => word.startsWith(`${name}=`)))
    .map(({ name, what, values }) => ({ word: `${name}=`, what: what || values.join(', ') }));
}

/** Words of a command that are no options, by how many stand before. */
function wordsFor(name: CommandName, before: readonly string[], current: string): Offer {
  const [first] = before;
  if (name === 'call') return first === undefined ? tools() : argumentsFor(first, before.slice(1), current);
  if (name === 'help' && first === undefined) return [...named(), ...tools()];
  if (name === 'help' && first === 'call') return tools();
  if (name === 'completion' && first === undefined) return bare(['bash', 'zsh', 'fish']);
  if (name === 'token' && first === undefined) return [{ word: 'new', what: 'make a token' }];
  return [];
}

/** Splits what stands before the cursor into options, with their values, and words. */
function sorted(words: readonly string[], options: Command['options']) {
  const found = { options: [] as string[], words: [] as string[] };
  let pending: Option | undefined;
  for (const word of words) {
    const option: Option | undefined = word.startsWith('--') ? options[word.slice(2)] : undefined;
    if (pending !== undefined) pending = undefined;
    else if (word.startsWith('-')) found.options.push(word);
    else found.words.push(word);
    if (option?.type === 'string') pending = option;
  }
  return { ...found, pending };
}

const isCommand = (name: string): name is CommandName => Object.hasOwn(commands, name);

/** What may stand at the cursor: the last of `words`, which follow the program's name. */
function offered(words: readonly string[]): Offer {
  const [first = ''] = words;
  const current = words.at(-1) ?? '';
  if (words.length <= 1 && !current.startsWith('-')) return named();
  const name = first.startsWith('-') ? 'serve' : first;
  if (!isCommand(name)) return [];
  const command: Command = commands[name];
  const before = sorted(words.slice(first.startsWith('-') ? 0 : 1, -1), command.options);
  if (before.pending !== undefined) return valuesOf(before.pending);
  const [begun = '', begunName = ''] = /^--([^=]+)=/.exec(current) ?? [];
  const option = command.options[begunName];
  if (option !== undefined) {
    const values = valuesOf(option);
    return values === 'files' ? values : bare(values.map(({ word }) => `${begun}${word}`));
  }
  if (!current.startsWith('-')) return wordsFor(name, before.words, current);
  return optionsOf(command.options, before.options);
}

/** What may stand at the cursor and begins as the last word does. */
export function candidates(words: readonly string[]): Offer {
  const current = words.at(-1) ?? '';
  const offer = offered(words);
  return offer === 'files' ? offer : offer.filter(({ word }) => word.startsWith(current));
}
