import type { JsonObject } from '../tool/json.ts';
import type { NameEntry } from '../tool/names.ts';
import { formatNumber, quoted, sentences } from '../tool/sentences.ts';
import { ToolError } from '../tool/tool-error.ts';

import { type NameContext, objectsIn, type RecordNameKind } from './name-lists.ts';
import { bestPhoneFits, type PhoneFit, partialPhoneNote } from './phone-number.ts';
import { findByWords, findPeopleAt } from './record-candidates.ts';
import { matchGivenId, matchNumber } from './record-ids.ts';
import {
  type FoundRecord,
  listRecords,
  recordSearches,
  searchName,
  searchRecords,
  several,
} from './record-search.ts';
import { explicitId, isSameName } from './spelling.ts';
import { longestCompared } from './suggestions.ts';
import { isRecordAddress, linkedId, personAtCompany, type TextForm, textFormOf } from './text-form.ts';
import { ambiguousNameError, unknownRecord } from './unknown-name.ts';

/** The most requests for the names of one kind of record in one answer. */
const maxRequests = 4;

/** The most records that one text may stand for; if there are more, the agent is asked to be more specific. */
const maxMatches = 10;

/** The filter that finds records of a kind by e-mail address or phone number; deals have neither. */
const contactFilters: Readonly<Partial<Record<RecordNameKind, (form: TextForm) => JsonObject | undefined>>> =
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

/** Those with the number, or else those whose numbers fit it in part: Copper's own search also finds others. */
function withPhone(phone: string, entries: readonly FoundRecord[]): [PhoneFit, FoundRecord[]] | undefined {
  const numbersOf = ({ row }: FoundRecord) =>
    objectsIn(row.phone_numbers).map(({ number }) => String(number));
  return bestPhoneFits(phone, entries, numbersOf);
}

/** What a link, an e-mail address, a phone number or `Jane at Acme` stands for; undefined for other texts, and if nothing has it. */
async function findByForm(
  kind: RecordNameKind,
  text: string,
  context: NameContext,
): Promise<readonly NameEntry[] | undefined> {
  const id = linkedId(text, kind);
  if (id !== undefined) {
    if (!isRecordAddress(text)) context.note(`The link was read as ${kind} ${id}.`);
    return [{ id, key: String(id), name: `${kind} ${id}` }];
  }
  const form = textFormOf(text);
  const condition = contactFilters[kind]?.(form);
  if (condition !== undefined) {
    const extraFields = form.kind === 'phone' ? ['phone_numbers'] : [];
    const { entries } = await searchRecords(kind, condition, context, { extraFields });
    const [fit, found] =
      form.kind === 'phone' ? (withPhone(form.phone, entries) ?? [undefined, []]) : ['same', entries];
    if (found.length === 0 && form.kind !== 'domain') {
      const has =
        form.kind === 'phone' ? 'phone number' : kind === 'company' ? 'domain of' : 'e-mail address';
      throw new ToolError('unknown_name', `No ${kind} has the ${has} ${quoted(text)}. {find} looks further.`);
    }
    if (found.length > 0) {
      const guess = fit === 'same' ? '' : partialPhoneNote(kind, text);
      context.note(sentences(guess, `${quoted(text)} was read as ${listRecords(kind, found)}.`));
      return found.map(({ id, key, name }) => ({ id, key, name }));
    }
  }
  const parts = kind === 'person' && form.kind === 'name' ? personAtCompany(form.name) : undefined;
  if (parts?.certain !== true) return undefined;
  // A name may itself look like a person at a company: `Ann (Sales)`.
  const spelled = text.endsWith(')') ? (await searchName(kind, `=${text}`, context)).named : [];
  if (spelled.length > 0) return several(kind, text, spelled, context);
  try {
    const companies = await matchRecords('company', parts.company, context);
    if (companies === undefined) throw unknownRecord('company', parts.company);
    return await findPeopleAt(companies, parts.person, text, context);
  } catch (error) {
    // A name may itself look like a person at a company: `Ann (Sales)`.
    const { named } =
      error instanceof ToolError && error.kind === 'unknown_name'
        ? await searchName(kind, `=${text}`, context)
        : { named: [] };
    if (named.length === 0) throw error;
    return several(kind, text, named, context);
  }
}

/** Those whose words are like the text's, of which only the beginning is compared if it is long. */
async function findLikely(
  kind: RecordNameKind,
  text: string,
  context: NameContext,
): Promise<readonly NameEntry[] | undefined> {
  const found = await findByWords(kind, text, context);
  if (found !== undefined && text.length > longestCompared)
    context.note(
      `No ${kind} is called ${quoted(text)}; of names that long only the first ${longestCompared} characters were compared.`,
    );
  return found;
}

/**
 * The records that a text stands for: an id, those with exactly this name, or else those that have it as part of their name (leads can
 * be searched by their whole name only). `=` before the text asks for the whole name.
 *
 * @param whole true if a part of a name does not count
 * @returns undefined when no record matches
 * @throws ToolError `unknown_name` when too many match, or a number is a name and an id
 */
export async function matchRecords(
  kind: RecordNameKind,
  text: string,
  context: NameContext,
  whole = false,
): Promise<readonly NameEntry[] | undefined> {
  const given = explicitId(text, kind);
  if (given !== undefined) return matchGivenId(kind, text, given, context);
  if (/^\d{1,15}$/.test(text)) return matchNumber(kind, text, context);
  const byForm = whole ? undefined : await findByForm(kind, text, context);
  if (byForm !== undefined) return byForm;
  const isExact = text.startsWith('=');
  const [{ named, parts, total }, spelled] = await Promise.all([
    searchName(kind, whole && !isExact ? `=${text}` : text, context),
    // Its name may itself begin with the sign that asks for a whole name.
    isExact && !whole ? searchName(kind, `=${text}`, context) : undefined,
  ]);
  if (spelled !== undefined && spelled.named.length > 0) {
    if (named.length === 0) return several(kind, text, spelled.named, context);
    const listed = [...spelled.named, ...named].map((one) => listRecords(kind, [one]));
    throw ambiguousNameError(text, { what: `several ${recordSearches[kind].plural}`, listed });
  }
  const alike = parts.filter((one) => !named.includes(one) && isSameName(one.name, text));
  if (named.length > 0 && alike.length > 0)
    context.note(
      `Only the exact spelling ${quoted(text)} was taken; spelled differently and not included: ${listRecords(kind, alike)}.`,
    );
  if (named.length > 0) return several(kind, text, named, context);
  if (whole) return undefined;
  const [first] = parts;
  // A sign, or "not", in front has a meaning, which a search by words would drop.
  if (first === undefined)
    return /^(?:[=~^!¬<>≠*%−–-]|not\s)/iu.test(text) ? undefined : findLikely(kind, text, context);
  if (total > maxMatches) {
    const what = `${formatNumber(total)} ${recordSearches[kind].plural}`;
    const listed = parts.slice(0, 5).map((one) => listRecords(kind, [one]));
    throw ambiguousNameError(text, { what, listed, hasMore: true, advice: 'Give a longer name, or ids.' });
  }
  if (parts.length === 1) context.note(`${quoted(text)} was read as ${kind} ${quoted(first.name)}.`);
  return several(kind, text, parts, context);
}

/** Names by id, in as few searches as the page cap allows; names beyond four requests, and of deleted records, are missing. */
export async function recordLabels(
  kind: RecordNameKind,
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
