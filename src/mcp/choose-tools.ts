import { suggestionText } from '../names/suggestions.ts';
import { inQuotes, sentences } from '../tool/sentences.ts';

/** The groups that a choice of tools may name; `all` is in the order of the list. */
export interface ToolGroups {
  readonly all: readonly string[];
  /** One for each operation of Copper's API. */
  readonly operations: readonly string[];
  /** Tools that combine several requests. */
  readonly reports: readonly string[];
  /** The few that answer most questions. */
  readonly core: readonly string[];
  /** In a form of their own, for ChatGPT: no part of `all`. */
  readonly research: readonly string[];
}

/** A choice of tools that is not possible; the message says what is. */
export class ChoiceError extends Error {
  override readonly name = 'ChoiceError';
}

/** Characters of the longest tool name, prefix included, that OpenAI, Anthropic and Gemini all accept. */
const maxNameLength = 64;

/**
 * Checks that every model provider accepts the tool names with this prefix: letters, digits, `_` and `-`, starting with a letter or `_`.
 *
 * @throws ChoiceError
 */
export function checkPrefix(prefix: string, { all }: ToolGroups): string {
  const maxLength = maxNameLength - Math.max(...all.map(({ length }) => length));
  if (prefix === '' || (/^[A-Za-z_][A-Za-z0-9_-]*$/.test(prefix) && prefix.length <= maxLength))
    return prefix;
  throw new ChoiceError(
    `COPPER_TOOL_PREFIX is ${inQuotes(prefix)}; it can be up to ${maxLength} letters, digits, _ and -, starting with a letter or _, e.g. copper_.`,
  );
}

/** What a choice is made from. */
interface ChoiceOptions {
  readonly groups: ToolGroups;
  /** In front of the names that clients use; a choice may write names with or without it. */
  readonly prefix: string;
  /** The tools that may be chosen; default: all, and `research`. */
  readonly offered?: readonly string[];
}

/** A choice of tools. */
export interface ChosenTools {
  /** In the order of the list. */
  readonly chosen: readonly string[];
  /** Those that the choice names by `core` only: listed in their narrow form. */
  readonly narrow: readonly string[];
}

/**
 * Reads a choice of tools: groups and names, separated by commas; `-` in front leaves one out. A choice that only leaves out starts from
 * all tools.
 *
 * @throws ChoiceError for an unknown word, a tool that is not offered, and a choice that leaves no tool
 */
export function chooseTools(
  choice: string,
  { groups, prefix, offered = [...groups.all, ...groups.research] }: ChoiceOptions,
): ChosenTools {
  const known = [...groups.all, ...groups.research];
  const lists: readonly [string, readonly string[]][] = Object.entries(groups);
  const groupNames = new Map(lists);
  const words = choice.split(/[\s,]+/).filter((word) => word !== '');
  const rule = `A choice (--tools, COPPER_TOOLS or ?tools=) is a comma-separated list of ${[...groupNames.keys()].join(', ')} or tool names; -name leaves one out.`;

  function toolsOf(word: string): readonly string[] {
    const bare = prefix !== '' && word.startsWith(prefix) ? word.slice(prefix.length) : word;
    const name = bare.toLowerCase().replaceAll('-', '_');
    const found = groupNames.get(name) ?? (known.includes(name) ? [name] : undefined);
    if (found !== undefined) return found;
    const problem = `${inQuotes(word)} is not a tool or a group of tools.`;
    throw new ChoiceError(
      sentences(problem, suggestionText(name, [...groupNames.keys(), ...known], 3), rule),
    );
  }

  const included = words
    .filter((word) => !word.startsWith('-'))
    .map((word) => ({ word, tools: toolsOf(word) }));
  const excluded = new Set(
    words.filter((word) => word.startsWith('-')).flatMap((word) => toolsOf(word.slice(1))),
  );
  const unavailable = included.find(({ tools }) => !tools.some((tool) => offered.includes(tool)));
  if (unavailable !== undefined)
    throw new ChoiceError(
      `This server does not offer ${unavailable.word}: its own choice of tools leaves it out.`,
    );
  const start = new Set(
    included.length === 0 && excluded.size > 0 ? groups.all : included.flatMap(({ tools }) => tools),
  );
  const chosen = offered.filter((name) => start.has(name) && !excluded.has(name));
  if (chosen.length === 0) throw new ChoiceError(`The choice of tools leaves none. ${rule}`);
  const byOtherWords = included.flatMap(({ tools }) => (tools === groups.core ? [] : tools));
  const byCore = included.some(({ tools }) => tools === groups.core) ? groups.core : [];
  const isNarrow = (name: string) => byCore.includes(name) && !byOtherWords.includes(name);
  return { chosen, narrow: chosen.filter(isNarrow) };
}
