import { nearestNames } from '../names/nearest-names.ts';

/** Names of tools by the words that choose several of them at once; `all` is in the order of the list. */
export interface ToolGroups {
  readonly all: readonly string[];
  /** One for each operation of Copper's. */
  readonly operations: readonly string[];
  /** Those that need several requests. */
  readonly reports: readonly string[];
  /** The few that answer most questions. */
  readonly core: readonly string[];
}

/** A choice of tools that cannot be made; the message says what can. */
export class ChoiceError extends Error {
  override readonly name = 'ChoiceError';
}

/** Characters of a name at most, its prefix included: what OpenAI, Anthropic and Gemini take. */
const longestName = 64;

/**
 * The prefix, if names of tools with it in front are such as every model provider takes: letters, digits, `_` and `-`, the first one a
 * letter or `_`.
 *
 * @throws ChoiceError
 */
export function checkPrefix(prefix: string, { all }: ToolGroups): string {
  const most = longestName - Math.max(...all.map(({ length }) => length));
  if (prefix === '' || (/^[A-Za-z_][A-Za-z0-9_-]*$/.test(prefix) && prefix.length <= most)) return prefix;
  throw new ChoiceError(
    `COPPER_TOOL_PREFIX is "${prefix.slice(0, 60)}"; it can be up to ${most} letters, digits, _ and -, the first one a letter or _, e.g. copper_.`,
  );
}

/** What a choice is made among. */
export interface ChoiceOptions {
  readonly groups: ToolGroups;
  /** In front of names as clients see them; names are taken with and without it. */
  readonly prefix: string;
  /** What may be chosen, where that is less than all. */
  readonly offered?: readonly string[];
}

/**
 * The tools that words choose, in the order of the list: groups and names, with commas between; `-` in front leaves out. Where all
 * words leave out, they start from everything.
 *
 * @throws ChoiceError for a word that means nothing, a tool that may not be chosen, and where no tool is left
 */
export function chooseTools(
  words: string,
  { groups, prefix, offered = groups.all }: ChoiceOptions,
): string[] {
  const names = new Map(Object.entries(groups));
  const said = words.split(/[\s,]+/).filter((word) => word !== '');
  const known = [...names.keys(), ...groups.all];

  function meaning(word: string): readonly string[] {
    const bare = prefix !== '' && word.startsWith(prefix) ? word.slice(prefix.length) : word;
    const name = bare.toLowerCase().replaceAll('-', '_');
    const found = names.get(name) ?? (groups.all.includes(name) ? [name] : undefined);
    if (found !== undefined) return found;
    const near = nearestNames(name, known, 3);
    const hint = near.length > 0 ? ` Nearest: ${near.join(', ')}.` : '';
    throw new ChoiceError(
      `"${word.slice(0, 60)}" is no tool and no group of tools.${hint} ${rule(names.keys())}`,
    );
  }

  const asked = said.filter((word) => !word.startsWith('-')).map((word) => ({ word, tools: meaning(word) }));
  const out = new Set(said.filter((word) => word.startsWith('-')).flatMap((word) => meaning(word.slice(1))));
  const barred = asked.find(({ tools }) => !tools.some((tool) => offered.includes(tool)));
  if (barred !== undefined)
    throw new ChoiceError(
      `This server does not offer ${barred.word}: its own choice of tools leaves it out.`,
    );
  const start = new Set(
    asked.length === 0 && out.size > 0 ? groups.all : asked.flatMap(({ tools }) => tools),
  );
  const chosen = offered.filter((name) => start.has(name) && !out.has(name));
  if (chosen.length === 0) throw new ChoiceError(`The choice of tools leaves none. ${rule(names.keys())}`);
  return chosen;
}

const rule = (groups: Iterable<string>) =>
  `A choice (--tools, COPPER_TOOLS or ?tools=) is a list of ${[...groups].join(', ')} or names of tools, with commas between; -name leaves one out.`;
