import { negated } from '../../../src/input/selection.ts';
import { bestPhoneFits, partialPhoneNote } from '../../../src/names/phone-number.ts';
import { isSameSpelling } from '../../../src/names/spelling.ts';
import { readRecordLink, recordAddress, type TextForm, textFormOf } from '../../../src/names/text-form.ts';
import type { JsonObject } from '../../../src/tool/json.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { quoted, sentences } from '../../../src/tool/sentences.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { getOpportunity } from '../../get-opportunity.ts';
import { getPersonByEmail } from '../../get-person-by-email.ts';
import type { RecordReference } from '../lookup/record-kinds.ts';
import { type RecordKind, recordKindOrder, recordKinds } from '../lookup/record-kinds.ts';
import { phoneNumbersOf, type RecordLookup } from '../lookup/record-lookup.ts';
import {
  domainSearch,
  exactNameSearch,
  idSearch,
  leadEmailSearch,
  nameSearch,
  phoneSearches,
  type RecordSearch,
  withConvertedLeads,
} from '../lookup/searches.ts';
import { chooseRecord, type ResolvedRecord, skippedHint } from './choose-record.ts';
import { resolveName } from './resolve-name.ts';

/** Whole records are read, so that the one that is found need not be read again: only a few to compare. */
export const maxCompared = 25;

/** The record that a tool returns for its only argument; undefined if there is none. */
async function readOne(search: RecordSearch, lookup: RecordLookup): Promise<JsonObject | undefined> {
  try {
    return (await lookup.read(search)).rows[0];
  } catch (error) {
    if (error instanceof ToolError && error.kind === 'not_found') return undefined;
    throw error;
  }
}

async function resolveId(kind: RecordKind, id: number, lookup: RecordLookup): Promise<ResolvedRecord> {
  const search = { ...idSearch(kind, id), rows: maxCompared };
  // A server that cannot search by id answers with any records.
  const row =
    kind === 'opportunity'
      ? await readOne({ ...search, tool: getOpportunity, input: { id } }, lookup)
      : (await lookup.read(withConvertedLeads(search))).rows.find((one) => one.id === id);
  if (row !== undefined) return { kind, row };
  throw new ToolError(
    'not_found',
    `No ${kind} has the id ${id}; it may be deleted, or hidden from the owner of the key. {find} finds it by name. {${recordKinds[kind].tool.name}} lists all.`,
  );
}

/** True for what answers print, with as many digits as Copper's ids have: nobody's name, so that no request is spent on one. */
const isPrintedId = (text: string, kind: RecordKind, id: number) =>
  id >= 1e6 && ([`${kind} ${id}`, `${kind} id ${id}`].includes(text) || text.endsWith(`(${kind} ${id})`));

/** The records of a kind that are called like one of these texts, all of which have these digits. */
async function calledLikeId(
  kind: RecordKind,
  [digits, ...texts]: readonly [digits: string, ...texts: string[]],
  lookup: RecordLookup,
): Promise<readonly JsonObject[]> {
  const isCalled = (row: JsonObject) => texts.some((text) => isSameSpelling(text, String(row.name ?? '')));
  const part = kind === 'lead' ? undefined : await lookup.read(nameSearch(kind, digits));
  if (part !== undefined && !part.more) return part.rows.filter(isCalled);
  const searches = [...new Set(texts)].map((one) => withConvertedLeads(exactNameSearch(kind, one)));
  const found = await Promise.all(searches.map((one) => lookup.read(one)));
  return found.flatMap(({ rows }) => rows.filter(isCalled));
}

/**
 * The record with the id that a text gives, unless one is called like the text, or there is none and one is called so.
 *
 * @throws ToolError `unknown_name` if one has the name and another one the id, or several have the name
 */
async function resolveIdOrName(
  text: string,
  { kind, id, name }: Required<RecordReference>,
  lookup: RecordLookup,
  note: (text: string) => void,
): Promise<ResolvedRecord> {
  const isId = readRecordLink(text) !== undefined || isPrintedId(text.trim(), kind, id);
  const [found, called] = await Promise.all([
    resolveId(kind, id, lookup).catch((error: unknown) => {
      if (error instanceof ToolError && error.kind === 'not_found') return error;
      throw error;
    }),
    isId ? [] : calledLikeId(kind, [String(id), text.trim(), name], lookup),
  ]);
  const others = called.filter((row) => row.id !== id).map((row) => ({ kind, row }));
  const [other] = others;
  if (other === undefined) {
    if (found instanceof ToolError) throw found;
    return found;
  }
  if (found instanceof ToolError)
    return chooseRecord(text, { exact: others, other: [], more: false }, note) ?? other;
  throw new ToolError(
    'unknown_name',
    `${quoted(text)} is both the name of ${kind} ${other.row.id} and the id of ${quoted(String(found.row.name ?? ''))}. Write ${quoted(recordAddress(kind, String(other.row.id)))} for the name, or ${quoted(recordAddress(kind, id))} for the id.`,
  );
}

/**
 * The only record of any kind that is called like a number.
 *
 * @throws ToolError `unknown_name` if several are, `invalid_input` if none is
 */
async function resolveNumber(
  name: string,
  lookup: RecordLookup,
  note: (text: string) => void,
): Promise<ResolvedRecord> {
  const searches = recordKindOrder.map((kind) => withConvertedLeads(exactNameSearch(kind, name)));
  const found = await Promise.all(searches.map((one) => lookup.readAllowed(one)));
  const exact = found.flatMap(({ kind, rows }) =>
    rows.filter((row) => isSameSpelling(name, String(row.name ?? ''))).map((row) => ({ kind, row })),
  );
  const named = chooseRecord(name, { exact, other: [], more: false }, note);
  const digits = name.replace('#', '').slice(0, 15);
  if (named === undefined)
    throw new ToolError(
      'invalid_input',
      `${quoted(name)} may be the id of any record; add its type, e.g. "opportunity ${digits}".`,
    );
  note(
    `${quoted(name)} was read as the name of ${named.kind} ${named.row.id}; for an id add its type, e.g. "opportunity ${digits}".`,
  );
  return named;
}

async function resolveEmail(
  email: string,
  kind: RecordKind | undefined,
  lookup: RecordLookup,
): Promise<ResolvedRecord> {
  if (kind === undefined || kind === 'person') {
    const input = { email };
    const person = { kind: 'person', tool: getPersonByEmail, input, rows: maxCompared } as const;
    const row = await readOne(person, lookup);
    if (row !== undefined) return { kind: 'person', row };
  }
  if (kind === undefined || kind === 'lead') {
    const [row] = (await lookup.readAllowed(withConvertedLeads(leadEmailSearch(email)))).rows;
    if (row !== undefined) return { kind: 'lead', row };
  }
  const domain = email.slice(email.lastIndexOf('@') + 1);
  throw new ToolError(
    'unknown_name',
    `No ${kind ?? 'person or lead'} has the e-mail ${quoted(email)}. {find} ${quoted(domain)} shows who is known there.${skippedHint(lookup.skipped())}`,
  );
}

/** Copper's own search for numbers is lenient, so that they are compared here. */
async function resolvePhone(
  { phone }: Extract<TextForm, { kind: 'phone' }>,
  kind: RecordKind | undefined,
  lookup: RecordLookup,
  note: (text: string) => void,
): Promise<ResolvedRecord> {
  const searches = phoneSearches(phone).filter((one) => kind === undefined || one.kind === kind);
  const found = await Promise.all(searches.map((one) => lookup.readAllowed(withConvertedLeads(one))));
  const records = found.flatMap((one) => one.rows.map((row) => ({ kind: one.kind, row })));
  const [fit, exact] = bestPhoneFits(phone, records, ({ row }) => phoneNumbersOf(row)) ?? ['same', []];
  const record = chooseRecord(phone, { exact, other: [], more: false }, note);
  if (record !== undefined) {
    const guess = fit === 'same' ? '' : partialPhoneNote(kind ?? 'person, company or lead', phone);
    note(
      sentences(guess, `${quoted(phone)} was read as the phone number of ${record.kind} ${record.row.id}.`),
    );
    return record;
  }
  throw new ToolError(
    'unknown_name',
    `No ${kind ?? 'person, company or lead'} has the phone number ${quoted(phone)}.${skippedHint(lookup.skipped())}`,
  );
}

/** Refuses what excludes a record, unless the record is called so. @throws ToolError `invalid_input` */
function refuseNegation(name: string, record: ResolvedRecord): ResolvedRecord {
  const excluded = negated(name);
  const begins = (text: string) => text.trim().toLowerCase().slice(0, 1);
  const isName = begins(String(record.row.name)) === begins(name);
  if (excluded === undefined || isName) return record;
  throw new ToolError(
    'invalid_input',
    `${quoted(name)} excludes a record, and a brief is about one; give its name, e.g. ${quoted(excluded)}.`,
  );
}

/**
 * Finds the one record that a text stands for.
 *
 * @param reference the text taken apart
 * @throws ToolError `unknown_name`, `not_found`, `invalid_input`
 */
export async function resolveRecord(
  text: string,
  reference: RecordReference,
  lookup: RecordLookup,
  context: Pick<ReportContext, 'names' | 'note'>,
): Promise<ResolvedRecord> {
  const { note } = context;
  const { kind, id, name } = reference;
  if (kind !== undefined && id !== undefined) return resolveIdOrName(text, { kind, id, name }, lookup, note);
  const form = textFormOf(name);
  if (form.kind === 'email') return resolveEmail(form.email, kind, lookup);
  if (form.kind === 'phone' && !form.bare && kind !== 'opportunity')
    return resolvePhone(form, kind, lookup, note);
  if (form.kind === 'domain' && (kind === undefined || kind === 'company')) {
    const { rows } = await lookup.read(domainSearch(form.domain));
    const exact = rows.map((row) => ({ kind: 'company' as const, row }));
    const found = chooseRecord(name, { exact, other: [], more: false }, note);
    if (found !== undefined) return found;
  }
  if (kind === undefined && /^#?\d+$/.test(name)) return resolveNumber(name, lookup, note);
  return refuseNegation(name, await resolveName(text, reference, lookup, context));
}
