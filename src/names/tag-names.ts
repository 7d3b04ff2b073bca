import type { CopperReply } from '../tool/request.ts';
import { ToolError } from '../tool/tool-error.ts';
import { nearestNames, normalizeName } from './nearest-names.ts';

/** The most names that Copper lists at once, as its contract says: beyond, an unknown tag may be one that was not listed. */
const mostListed = 10_000;

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** The tags as a reply lists them; undefined where they cannot be had or are not all. */
async function listed(ask: () => Promise<CopperReply>): Promise<readonly string[] | undefined> {
  try {
    const { data } = await ask();
    if (!Array.isArray(data) || data.length >= mostListed) return undefined;
    return data.flatMap((tag) => (typeof tag === 'string' ? [tag] : []));
  } catch (error) {
    if (error instanceof ToolError && ['forbidden', 'not_found', 'rejected'].includes(error.kind))
      return undefined;
    throw error;
  }
}

/** Every tag that is the text but for case and punctuation; the text itself where one is spelled exactly so. */
const meant = (text: string, known: readonly string[]) =>
  known.includes(text) || normalizeName(text) === ''
    ? known.filter((tag) => tag === text)
    : known.filter((tag) => normalizeName(tag) === normalizeName(text));

/**
 * Texts as the account's tags, each spelled as it is there.
 *
 * @param ask lists the names of all tags; `maxAgeMs` asks for a list that is not older
 * @param newEnough how old the list may be, in milliseconds, before an unknown tag makes us read it again
 * @throws ToolError `unknown_name` with the nearest tags
 */
export async function tagNames(
  texts: readonly string[],
  ask: (maxAgeMs?: number) => Promise<CopperReply>,
  newEnough: number,
  note: (text: string) => void,
): Promise<string[]> {
  let known = await listed(() => ask());
  const unknown = (tags: readonly string[]) => texts.find((text) => meant(text, tags).length === 0);
  if (known !== undefined && unknown(known) !== undefined) known = await listed(() => ask(newEnough));
  if (known === undefined) return [...texts];
  const missing = unknown(known);
  if (missing !== undefined) {
    const near = nearestNames(missing, known);
    const hint = near.length > 0 ? `Nearest: ${near.join(', ')}. ` : '';
    throw new ToolError('unknown_name', `There is no tag "${short(missing)}". ${hint}{list_tags} lists all.`);
  }
  return texts.flatMap((text) => {
    const found = meant(text, known);
    if (!found.includes(text))
      note(`"${short(text)}" was read as tag ${found.map((tag) => `"${tag}"`).join(' or ')}.`);
    return found;
  });
}
