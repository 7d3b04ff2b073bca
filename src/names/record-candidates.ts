import type { JsonObject } from '../tool/json.ts';
import type { NameEntry } from '../tool/names.ts';
import { escapeUntrusted } from '../tool/outgoing-text.ts';
import { quoted } from '../tool/sentences.ts';
import { halvesOf, nameFit, searchWords, suggestByName } from './name-fit.ts';
import type { NameContext, RecordNameKind } from './name-lists.ts';
import { type FoundRecord, listRecords, partOf, recordSearches, searchRecords } from './record-search.ts';
import { unknownAmong } from './unknown-name.ts';

/** `Jane Doe, Acme (person 12)`. */
function described(kind: RecordNameKind, { id, name, row }: FoundRecord): string {
  const { company_name: company } = row;
  return escapeUntrusted(
    `${name}${typeof company === 'string' && company !== '' ? `, ${company}` : ''} (${kind} ${id})`,
  );
}

const unique = (records: readonly FoundRecord[]) => [
  ...new Map(records.map((record) => [record.id, record])).values(),
];

/** Those that have all words of the text, if a middle name or initials may make a difference. */
const withWordsOf = (text: string, records: readonly FoundRecord[]) =>
  records.filter(({ name }) => ['exact', 'words', 'initials'].includes(nameFit(text, name) ?? ''));

/** All of these records, with a note that says which, for a text that none has as part of its name; undefined if there are none. */
function acceptAll(text: string, kind: RecordNameKind, found: readonly FoundRecord[], { note }: NameContext) {
  const [first, second] = found;
  if (first === undefined) return undefined;
  note(
    second === undefined
      ? `${quoted(text)} was read as ${described(kind, first)}.`
      : `${quoted(text)} stands for ${found.length} ${recordSearches[kind].plural}: ${listRecords(kind, found)}.`,
  );
  return found.map(({ id, key, name }): NameEntry => ({ id, key, name }));
}

/** The records near a name that none has, as parts of a text for agents. */
function nearestOf(text: string, kind: RecordNameKind, among: readonly FoundRecord[]): string[] {
  const { near, related } = suggestByName(text, among, ({ name }) => name);
  return (near.length > 0 ? near : related).slice(0, 5).map((one) => described(kind, one));
}

/**
 * The records whose names have all words of the text, whatever stands between them, if no name has the text as a part.
 *
 * @throws ToolError `unknown_name` with the nearest by name, company and id
 */
export async function findByWords(
  kind: RecordNameKind,
  text: string,
  context: NameContext,
): Promise<NameEntry[]> {
  const extraFields = kind === 'company' ? [] : ['company_name'];
  const words = searchWords(text);
  const seen: FoundRecord[] = [];
  const parts = kind === 'lead' ? [] : [...words, ...halvesOf(words[0] ?? '')];
  for (const part of parts.filter((one) => one !== text).slice(0, 3)) {
    seen.push(...(await searchRecords(kind, partOf(part), context, { extraFields })).entries);
    const found = withWordsOf(text, unique(seen));
    if (found.length > 0 && found.length <= 10) return acceptAll(text, kind, found, context) ?? [];
    // Whoever has one of its words may be meant: no need to look for parts of words.
    if (part === words.at(-1) && suggestByName(text, seen, ({ name }) => name).near.length > 0) break;
  }
  throw unknownAmong(`No ${kind} is called`, text, kind, nearestOf(text, kind, unique(seen)));
}

/**
 * The people of these companies that a name stands for.
 *
 * @throws ToolError `unknown_name` with the nearest of them
 */
export async function findPeopleAt(
  companies: readonly NameEntry[],
  name: string,
  text: string,
  context: NameContext,
): Promise<NameEntry[]> {
  const at: JsonObject = { company_ids: companies.map(({ id }) => id) };
  const extraFields = ['company_name'];
  const { entries, total } = await searchRecords('person', at, context, { extraFields });
  const seen = [...entries];
  if (total > entries.length)
    for (const word of searchWords(name))
      seen.push(
        ...(await searchRecords('person', { ...at, ...partOf(word) }, context, { extraFields })).entries,
      );
  const people = unique(seen);
  const fits = people.filter((one) => nameFit(name, one.name) !== undefined);
  const exact = fits.filter((one) => nameFit(name, one.name) === 'exact');
  const found = exact.length > 0 ? exact : fits;
  if (found.length <= 10) {
    const accepted = acceptAll(text, 'person', found, context);
    if (accepted !== undefined) return accepted;
  }
  const where = listRecords('company', companies);
  throw unknownAmong(`Nobody at ${where} is called`, name, 'person', nearestOf(name, 'person', people));
}
