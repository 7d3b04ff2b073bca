import { ToolError } from '../tool/tool-error.ts';
import { unknownName } from './match-name.ts';
import { type NameContext, recheckAgeMs } from './name-lists.ts';
import { normalizeName, quoted } from './nearest-names.ts';

/** The most tags that Copper lists at once, according to its contract: beyond that, an unknown tag may be one that was not listed. */
const maxListed = 10_000;

/** The names of all tags; undefined if they cannot be read, or are too many to be listed completely. */
async function allTags(
  { lookups, call }: NameContext,
  maxAgeMs?: number,
): Promise<readonly string[] | undefined> {
  try {
    const request = { operation: 'listTags', query: { tag_names_only: true } } as const;
    const { data } = await lookups.ask(request, call, maxAgeMs);
    if (!Array.isArray(data) || data.length >= maxListed) return undefined;
    return data.flatMap((tag) => (typeof tag === 'string' ? [tag] : []));
  } catch (error) {
    if (error instanceof ToolError && ['forbidden', 'not_found', 'rejected'].includes(error.kind))
      return undefined;
    throw error;
  }
}

/** The tag that is exactly the text, or else all that differ only in case, accents and punctuation. */
const matching = (text: string, tags: readonly string[]) =>
  tags.includes(text) || normalizeName(text) === ''
    ? tags.filter((tag) => tag === text)
    : tags.filter((tag) => normalizeName(tag) === normalizeName(text));

/**
 * The account's tags that the texts stand for, as the account spells them. If its tags cannot be read, the texts themselves.
 *
 * @throws ToolError `unknown_name` with the nearest tags
 */
export async function tagNames(texts: readonly string[], context: NameContext): Promise<string[]> {
  const unknownIn = (tags: readonly string[]) => texts.find((text) => matching(text, tags).length === 0);
  let tags = await allTags(context);
  if (tags !== undefined && unknownIn(tags) !== undefined) tags = await allTags(context, recheckAgeMs);
  if (tags === undefined) return [...texts];
  const known = tags;
  const unknown = unknownIn(known);
  if (unknown !== undefined) throw unknownName(unknown, known, { word: 'tag', operation: 'listTags' });
  return texts.flatMap((text) => {
    const found = matching(text, known);
    if (!found.includes(text))
      context.note(`${quoted(text)} was read as tag ${found.map((tag) => `"${tag}"`).join(' or ')}.`);
    return found;
  });
}
