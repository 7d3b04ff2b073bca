import { isObject, type JsonValue } from '../tool/json.ts';
import { quoted } from '../tool/sentences.ts';
import { ToolError } from '../tool/tool-error.ts';
import { memoizeByObject, type NameContext, recheckAgeMs } from './name-lists.ts';
import { bySpelling, prepareIndex } from './spelling.ts';
import { unknownNameError } from './unknown-name.ts';

/** The most tags that Copper lists at once, according to its contract: beyond that, an unknown tag may be one that was not listed. */
const maxListed = 10_000;

const tagOf = (tag: string): readonly string[] => [tag];

/** The names in a list of tags, in which names alone, or names with their counts, stand. */
const namesIn = memoizeByObject((tags: readonly JsonValue[]): readonly string[] => {
  // With their counts, if Copper does not know that only names are wanted.
  const names = tags.map((tag) => (isObject(tag) ? tag.name : tag));
  return names.flatMap((name) => (typeof name === 'string' ? [name] : []));
});

/** The names of all tags; undefined if they cannot be read, or are too many to be listed completely. */
async function allTags(
  { reader, call }: NameContext,
  maxAgeMs?: number,
): Promise<readonly string[] | undefined> {
  try {
    const request = { operation: 'listTags', query: { tag_names_only: true } } as const;
    const { data } = await reader.ask(request, call, maxAgeMs);
    if (!Array.isArray(data) || data.length >= maxListed) return undefined;
    const names = namesIn(data);
    await prepareIndex(names, tagOf);
    return names;
  } catch (error) {
    if (error instanceof ToolError && ['forbidden', 'not_found', 'rejected'].includes(error.kind))
      return undefined;
    throw error;
  }
}

/** The tag that is exactly the text, or else all that differ only in case, or else in accents and separators. */
function matching(
  text: string,
  tags: readonly string[],
  { note }: NameContext,
): readonly string[] | undefined {
  const match = bySpelling(text, tags, tagOf);
  const found = match?.spellingLevel === 0 ? match.found.slice(0, 1) : match?.found;
  if (match !== undefined && match.spellingLevel > 0)
    note(`${quoted(text)} was read as tag ${match.found.map((tag) => quoted(tag)).join(' or ')}.`);
  return found;
}

/**
 * The account's tags that a text stands for, as the account spells them.
 *
 * @returns undefined if there is none
 */
export async function matchTag(text: string, context: NameContext): Promise<readonly string[] | undefined> {
  for (const maxAgeMs of [undefined, recheckAgeMs]) {
    const found = matching(text, (await allTags(context, maxAgeMs)) ?? [], context);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The same for a text that must be a tag: if the account's tags cannot be read, the text itself.
 *
 * @throws ToolError `unknown_name` with the nearest tags
 */
export async function tagNames(text: string, context: NameContext): Promise<readonly string[]> {
  const found = await matchTag(text, context);
  const tags = found === undefined ? await allTags(context) : undefined;
  if (tags !== undefined) throw unknownNameError(text, tags, { noun: 'tag', operation: 'listTags' });
  return found ?? [text];
}
