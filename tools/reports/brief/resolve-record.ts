import { isSameSpelling } from '../../../src/names/spelling.ts';
import { readRecordLink, type TextForm, textFormOf } from '../../../src/names/text-form.ts';
import type { JsonObject } from '../../../src/tool/json.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { quoted } from '../../../src/tool/sentences.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { getOpportunity } from '../../get-opportunity.ts';
import { getPersonByEmail } from '../../get-person-by-email.ts';
import { negated } from '../../inputs/selection.ts';
import type { RecordReference } from '../lookup/read-text.ts';
import { type RecordKind, recordKinds } from '../lookup/record-kinds.ts';
import { hasPhone, type RecordLookup } from '../lookup/record-lookup.ts';
import {
  phoneSearches,
  type RecordSearch,
  searchByDomain,
  searchByExactName,
  searchById,
  searchLeadByEmail,
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
  const search = { ...searchById(kind, id), rows: maxCompared };
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

/** True for what answers print, which is an id; any other text may be spelled as somebody's name is. */
const isPrintedId = (text: string, kind: RecordKind, id: number) =>
  [`${kind} ${id}`, `${kind} id ${id}`].includes(text) || text.endsWith(`(${kind} ${id})`);

/**
 * The record with the id that a text gives, unless one is called like the text, or there is none and one is called like the number.
 *
 * @throws ToolError `unknown_name` where one has the name and another one the id
 */
async function resolveIdOrName(
  text: string,
  { kind, id, name }: Required<RecordReference>,
  lookup: RecordLookup,
): Promise<ResolvedRecord> {
  const isLink = readRecordLink(text) !== undefined;
  async function called(by: string): Promise<ResolvedRecord | undefined> {
    const { rows } = await lookup.read(withConvertedLeads(searchByExactName(kind, by)));
    const row = rows.find((one) => one.id !== id && isSameSpelling(by, String(one.name ?? '')));
    return row && { kind, row };
  }
  const isPrinted = isLink || isPrintedId(text.trim(), kind, id);
  const [found, other] = await Promise.all([
    resolveId(kind, id, lookup).catch((error: unknown) => {
      if (error instanceof ToolError && error.kind === 'not_found') return error;
      throw error;
    }),
    isPrinted ? undefined : called(text.trim()),
  ]);
  if (found instanceof ToolError) {
    const named =
      other ?? (isLink ? undefined : (isPrinted && (await called(text.trim()))) || (await called(name)));
    if (named !== undefined) return named;
    throw found;
  }
  if (other === undefined) return found;
  throw new ToolError(
    'unknown_name',
    `${quoted(text)} is both the name of ${kind} ${other.row.id} and the id of ${quoted(String(found.row.name ?? ''))}. Write "${kind} ${other.row.id}" or "${kind} id ${id}".`,
  );
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
    const [row] = (await lookup.readAllowed(withConvertedLeads(searchLeadByEmail(email)))).rows;
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
  { phone, digits }: Extract<TextForm, { kind: 'phone' }>,
  kind: RecordKind | undefined,
  lookup: RecordLookup,
  note: (text: string) => void,
): Promise<ResolvedRecord> {
  const searches = phoneSearches(phone).filter((one) => kind === undefined || one.kind === kind);
  const found = await Promise.all(searches.map((one) => lookup.readAllowed(withConvertedLeads(one))));
  const exact = found.flatMap((one) =>
    one.rows.filter((row) => hasPhone(row, digits)).map((row) => ({ kind: one.kind, row })),
  );
  const record = chooseRecord(phone, { exact, other: [], more: false }, note);
  if (record !== undefined) {
    note(`${quoted(phone)} was read as the phone number of ${record.kind} ${record.row.id}.`);
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
  if (kind !== undefined && id !== undefined) return resolveIdOrName(text, { kind, id, name }, lookup);
  const form = textFormOf(name);
  if (form.kind === 'email') return resolveEmail(form.email, kind, lookup);
  if (form.kind === 'phone' && !form.bare && kind !== 'opportunity')
    return resolvePhone(form, kind, lookup, note);
  if (form.kind === 'domain' && (kind === undefined || kind === 'company')) {
    const { rows } = await lookup.read(searchByDomain(form.domain));
    const exact = rows.map((row) => ({ kind: 'company' as const, row }));
    const found = chooseRecord(name, { exact, other: [], more: false }, note);
    if (found !== undefined) return found;
  }
  if (kind === undefined && /^#?\d+$/.test(name)) {
    const digits = name.replace('#', '');
    throw new ToolError(
      'invalid_input',
      `${quoted(name)} may be the id of any record; add its type, e.g. "opportunity ${digits.slice(0, 15)}".`,
    );
  }
  return refuseNegation(name, await resolveName(text, reference, lookup, context));
}
