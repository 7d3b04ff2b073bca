import type { JsonObject } from '../tool/json.ts';
import type { NameEntry } from '../tool/names.ts';
import { formatNumber, quoted } from '../tool/sentences.ts';
import { ToolError } from '../tool/tool-error.ts';
import { nameAndIdError } from './match-name.ts';
import { type NameContext, objectsIn, type RecordNameList } from './name-lists.ts';
import { findByWords, findPeopleAt } from './record-candidates.ts';
import { type FoundRecord, listRecords, partOf, recordSearches, searchRecords } from './record-search.ts';
import { bySpelling, explicitId, isPlainId, isSameName, isSameSpelling } from './spelling.ts';
import { ambiguousNameError } from './suggestions.ts';
import { linkedId, personAtCompany, type TextForm, textFormOf } from './text-form.ts';

/** The most requests for the names of one kind of record in one answer. */
const maxRequests = 4;

/** The most records that one text may stand for; if there are more, the agent is asked to be more specific. */
const maxMatches = 10;

/** The filter that finds records of a kind by e-mail address or phone number; deals have neither. */
const contactFilters: Readonly<Partial<Record<RecordNameList, (form: TextForm) => JsonObject | undefined>>> =
  {
    person: (form) =>
      form.kind === 'email'
        ? { emails: [form.email] }
        : form.kind === 'phone'
          ? { phone_numbers: [form.phone] }
          : undefined,
    lead: (form) =>
      form.kind === 'email'
        ? { emails: form.email }
        : form.kind === 'phone'
          ? { phone_number: form.phone }
          : undefined,
    company: (form) =>
      form.kind === 'email' || form.kind === 'domain'
        ? { email_domain: form.domain }
        : form.kind === 'phone'
          ? { phone_number: form.phone }
          : undefined,
  };

/** Numbers are written with and without country and area codes, and Copper's own search finds others that end differently. */
function hasPhone({ row }: FoundRecord, digits: string): boolean {
  const numbers = objectsIn(row.phone_numbers).map(({ number }) => String(number).replace(/\D/g, ''));
  return numbers.some((one) => one.slice(-7) === digits.slice(-7));
}

/** What a link, an e-mail address, a phone number or `Jane at Acme` stands for; undefined for other texts, and where nothing has it. */
async function findByForm(
  kind: RecordNameList,
  text: string,
  context: NameContext,
): Promise<NameEntry[] | undefined> {
  const id = linkedId(text, kind);
  if (id !== undefined) {
    context.note(`The link was read as ${kind} ${id}.`);
    return [{ id, key: String(id), name: `${kind} ${id}` }];
  }
  const form = textFormOf(text);
  const condition = contactFilters[kind]?.(form);
  if (condition !== undefined) {
    const extraFields = form.kind === 'phone' ? ['phone_numbers'] : [];
    const { entries } = await searchRecords(kind, condition, context, { extraFields });
    const found = form.kind === 'phone' ? entries.filter((one) => hasPhone(one, form.digits)) : entries;
    if (found.length === 0 && form.kind !== 'domain') {
      const has =
        form.kind === 'phone' ? 'phone number' : kind === 'company' ? 'domain of' : 'e-mail address';
      throw new ToolError('unknown_name', `No ${kind} has the ${has} ${quoted(text)}. {find} looks further.`);
    }
    if (found.length > 0) {
      context.note(`${quoted(text)} was read as ${listRecords(kind, found)}.`);
      return found.map(({ id, key, name }) => ({ id, key, name }));
    }
  }
  const parts = kind === 'person' && form.kind === 'name' ? personAtCompany(form.name) : undefined;
  if (parts?.certain !== true) return undefined;
  const companies = await matchRecords('company', parts.company, context);
  if (companies === undefined) throw unknownRecord('company', parts.company);
  return findPeopleAt(companies, parts.person, text, context);
}

interface RecordMatches {
  /** Those whose whole name is the text, in the strictest spelling that any of them has. */
  readonly named: readonly NameEntry[];
  /** Those with the text as part of their name; empty where the whole name was asked for. */
  readonly parts: readonly NameEntry[];
  /** How many Copper found. */
  readonly total: number;
}

/** The records of a name. If more match than a page holds, the one with exactly this name may be on another page. */
async function searchName(kind: RecordNameList, text: string, context: NameContext): Promise<RecordMatches> {
  const whole = text.startsWith('=') ? text.slice(1).trim() : text;
  const partial = kind !== 'lead' && whole === text;
  const { entries, total } = await searchRecords(kind, partial ? partOf(text) : { name: whole }, context);
  const namedIn = (all: readonly NameEntry[]) => bySpelling(whole, all, (entry) => [entry.name])?.found ?? [];
  const onPage = namedIn(entries);
  const named =
    onPage.length === 0 && partial && total > entries.length
      ? namedIn((await searchRecords(kind, { name: text }, context)).entries)
      : onPage;
  return { named, parts: partial ? entries : [], total };
}

/** The record with this id, or with this number as its name; a question where there are both. */
async function matchNumber(
  kind: RecordNameList,
  text: string,
  context: NameContext,
): Promise<readonly NameEntry[] | undefined> {
  const id = Number(text);
  const [{ entries }, { named }] = await Promise.all([
    searchRecords(kind, { ids: [id] }, context, { size: 1 }),
    searchName(kind, `=${text}`, context),
  ]);
  const withId = String(id) === text ? entries.find((entry) => entry.id === id) : undefined;
  const [other] = named.filter((entry) => entry !== withId && entry.id !== id);
  if (withId === undefined) return named.length === 0 ? undefined : several(kind, text, named, context);
  if (other === undefined) return several(kind, text, [withId], context);
  throw nameAndIdError(text, listRecords(kind, [other]), listRecords(kind, [withId]));
}

/**
 * The record with the id that a text gives in words, `company 12` or `Acme (company 12)`, unless one is called so. A question where there
 * are both.
 *
 * @throws ToolError `unknown_name`
 */
async function matchGivenId(
  kind: RecordNameList,
  text: string,
  given: NameEntry,
  context: NameContext,
): Promise<readonly NameEntry[]> {
  if (isPlainId(text)) return [given];
  const { entries } = await searchRecords(kind, { name: text }, context).catch((error: unknown) => {
    // Where names cannot be searched, an id is as good as before.
    if (error instanceof ToolError && ['forbidden', 'not_found', 'rejected'].includes(error.kind))
      return { entries: [] };
    throw error;
  });
  const called = entries.filter(({ id, name }) => id !== given.id && isSameSpelling(text, name));
  if (called.length === 0) return [given];
  const { entries: all } = await searchRecords(kind, { ids: [given.id] }, context, { size: 1 });
  const withId = all.filter(({ id }) => id === given.id);
  if (withId.length === 0) return several(kind, text, called, context);
  throw nameAndIdError(text, listRecords(kind, called), listRecords(kind, withId), given.key);
}

/** All of several records, with a note that names them. */
function several(
  kind: RecordNameList,
  text: string,
  found: readonly NameEntry[],
  context: NameContext,
): readonly NameEntry[] {
  if (found.length > 1)
    context.note(
      `${quoted(text)} stands for ${found.length} ${recordSearches[kind].plural}: ${listRecords(kind, found)}.`,
    );
  return found.map(({ id, key, name }) => ({ id, key, name }));
}

/**
 * The records that a text stands for: an id, those with exactly this name, or else those that have it as part of their name (leads can
 * be searched by their whole name only). `=` before the text asks for the whole name.
 *
 * @param whole true where a part of a name does not count
 * @returns undefined when no record matches
 * @throws ToolError `unknown_name` when too many match, or a number is a name and an id
 */
export async function matchRecords(
  kind: RecordNameList,
  text: string,
  context: NameContext,
  whole = false,
): Promise<readonly NameEntry[] | undefined> {
  const given = explicitId(text, kind);
  if (given !== undefined) return matchGivenId(kind, text, given, context);
  if (/^\d{1,15}$/.test(text)) return matchNumber(kind, text, context);
  const byForm = whole ? undefined : await findByForm(kind, text, context);
  if (byForm !== undefined) return byForm;
  const { named, parts, total } = await searchName(
    kind,
    whole && !text.startsWith('=') ? `=${text}` : text,
    context,
  );
  const alike = parts.filter((one) => !named.includes(one) && isSameName(one.name, text));
  if (named.length > 0 && alike.length > 0)
    context.note(
      `Only the exact spelling ${quoted(text)} was taken; spelled differently and not included: ${listRecords(kind, alike)}.`,
    );
  if (named.length > 0) return several(kind, text, named, context);
  if (whole) return undefined;
  const [first] = parts;
  // A sign in front has a meaning, which a search by words would drop.
  if (first === undefined) return /^[=~^!<>≠*-]/u.test(text) ? undefined : findByWords(kind, text, context);
  if (total > maxMatches) {
    const what = `${formatNumber(total)} ${recordSearches[kind].plural}`;
    const listed = parts.slice(0, 5).map((one) => listRecords(kind, [one]));
    throw ambiguousNameError(text, { what, listed, hasMore: true, advice: 'Give a longer name, or ids.' });
  }
  if (parts.length === 1) context.note(`${quoted(text)} was read as ${kind} ${quoted(first.name)}.`);
  return several(kind, text, parts, context);
}

/** The error for a text that no record is called. */
export function unknownRecord(kind: RecordNameList, text: string): ToolError {
  const { plural } = recordSearches[kind];
  const id = /^\d+$/.test(text) ? ', or has this id' : '';
  return new ToolError(
    'unknown_name',
    `No ${kind} is called ${quoted(text)}${id}. {search_${plural}} finds ${plural} by other criteria.`,
  );
}

/** Names by id, in as few searches as the page cap allows; names beyond four requests, and of deleted records, are missing. */
export async function recordLabels(
  kind: RecordNameList,
  keys: ReadonlySet<string>,
  context: NameContext,
): Promise<Map<string, string>> {
  const size = context.reader.pageCap(recordSearches[kind].operation);
  const ids = [...keys]
    .map(Number)
    .filter(Number.isSafeInteger)
    .slice(0, size * maxRequests);
  const names = new Map<string, string>();
  for (let start = 0; start < ids.length; start += size) {
    const some = ids.slice(start, start + size);
    const { entries } = await searchRecords(kind, { ids: some }, context, { size: some.length });
    for (const { key, name } of entries) if (name !== '') names.set(key, name);
  }
  return names;
}
