import type { JsonObject } from '../tool/json.ts';
import type { NameEntry } from '../tool/names.ts';
import { ToolError } from '../tool/tool-error.ts';
import { type NameContext, objectsIn, type RecordNameList } from './name-lists.ts';
import { normalizeName, quoted } from './nearest-names.ts';
import { findByWords, findPeopleAt, unknownRecord } from './nearest-records.ts';
import { type FoundRecord, listRecords, partOf, recordSearches, searchRecords } from './record-search.ts';
import { linkedId, personAtCompany, type TextForm, textFormOf } from './text-form.ts';

/** The most requests for the names of one kind of record in one answer. */
const maxRequests = 4;

/** The most records that one text may stand for; if there are more, the agent is asked to be more specific. */
const maxMatches = 10;

/** The filter that finds records of a kind by e-mail address or phone number; deals have neither. */
const contactFilters: Readonly<Partial<Record<RecordNameList, (form: TextForm) => JsonObject | undefined>>> =
  {
    person: (form) =>
      form.as === 'email'
        ? { emails: [form.email] }
        : form.as === 'phone'
          ? { phone_numbers: [form.phone] }
          : undefined,
    lead: (form) =>
      form.as === 'email'
        ? { emails: form.email }
        : form.as === 'phone'
          ? { phone_number: form.phone }
          : undefined,
    company: (form) =>
      form.as === 'email' || form.as === 'domain'
        ? { email_domain: form.domain }
        : form.as === 'phone'
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
    const more = form.as === 'phone' ? ['phone_numbers'] : [];
    const { entries } = await searchRecords(kind, condition, context, { more });
    const found = form.as === 'phone' ? entries.filter((one) => hasPhone(one, form.digits)) : entries;
    if (found.length === 0 && form.as !== 'domain') {
      const has = form.as === 'phone' ? 'phone number' : kind === 'company' ? 'domain of' : 'e-mail address';
      throw new ToolError('unknown_name', `No ${kind} has the ${has} ${quoted(text)}. {find} looks further.`);
    }
    if (found.length > 0) {
      context.note(`${quoted(text)} was read as ${kind} ${listRecords(found)}.`);
      return found.map(({ id, key, name }) => ({ id, key, name }));
    }
  }
  const parts = kind === 'person' && form.as === 'name' ? personAtCompany(form.name) : undefined;
  if (parts?.certain !== true) return undefined;
  return findPeopleAt(await findRecords('company', parts.company, context), parts.person, text, context);
}

/**
 * The records that a text stands for: those with exactly this name, or else those that have it as part of their name (leads can be
 * searched by their whole name only). `=` before the text asks for the whole name.
 *
 * @throws ToolError `unknown_name` when no record matches, or too many.
 */
export async function findRecords(
  kind: RecordNameList,
  text: string,
  context: NameContext,
): Promise<NameEntry[]> {
  const given = await findByForm(kind, text, context);
  if (given !== undefined) return given;
  const { plural } = recordSearches[kind];
  const whole = text.startsWith('=') ? text.slice(1).trim() : text;
  const partial = kind !== 'lead' && whole === text;
  const { entries, total } = await searchRecords(kind, partial ? partOf(text) : { name: whole }, context);
  const isNamed = (entry: NameEntry) => normalizeName(entry.name) === normalizeName(whole);
  const onPage = entries.filter(isNamed);
  // If more match than a page holds, the one with exactly this name may be on another page.
  const isBeyond = onPage.length === 0 && total > entries.length;
  const exact = isBeyond
    ? (await searchRecords(kind, { name: text }, context)).entries.filter(isNamed)
    : onPage;
  const found = exact.length > 0 ? exact : entries;
  const [first] = found;
  if (first === undefined) {
    if (whole !== text) throw unknownRecord(`No ${kind} is called`, text, kind, []);
    return findByWords(kind, text, context);
  }
  if (exact.length === 0 && total > maxMatches) {
    throw new ToolError(
      'unknown_name',
      `${quoted(text)} matches ${total} ${plural}: ${listRecords(entries.slice(0, 5))} … Give a longer name, or ids.`,
    );
  }
  if (found.length > 1)
    context.note(`${quoted(text)} matches ${found.length} ${plural}, all included: ${listRecords(found)}.`);
  else if (exact.length === 0) context.note(`${quoted(text)} was read as ${kind} "${first.name}".`);
  return found.map(({ id, key, name }) => ({ id, key, name }));
}

/** Names by id, in as few searches as the page cap allows; names beyond four requests, and of deleted records, are missing. */
export async function recordLabels(
  kind: RecordNameList,
  keys: ReadonlySet<string>,
  context: NameContext,
): Promise<Map<string, string>> {
  const size = context.lookups.pageCap(recordSearches[kind].operation);
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
