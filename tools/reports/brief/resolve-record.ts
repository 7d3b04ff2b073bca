import { ToolError } from '../../../src/tool/tool-error.ts';
import { type RecordKind, recordKinds } from '../lookup/record-kinds.ts';
import { type RecordReference, readRecordReference } from '../lookup/record-reference.ts';
import { textFormOf } from '../lookup/text-form.ts';
import {
  chooseRecord,
  matchesOf,
  type NameMatches,
  quoted,
  type ResolvedRecord,
  unknownNameError,
  unsearchedNote,
} from './choose-record.ts';
import type { RecordLookup } from './record-lookup.ts';

/** Requests that looking for a name may take: what is left of a brief's reads the record's parts. */
const mostSearches = 5;

/** Finds the record that a text stands for. */
export async function resolveRecord(
  text: string,
  seeker: RecordLookup,
  note: (text: string) => void,
): Promise<ResolvedRecord> {
  const reference = readRecordReference(text);
  const { kind, id, name } = reference;
  if (kind !== undefined && id !== undefined) return byId(kind, id);
  const form = textFormOf(name);
  if (form.as === 'email') return byEmail(form.email, kind);
  if (form.as === 'domain' && (kind === undefined || kind === 'company')) {
    const { rows } = await seeker.search('company', { domain: form.domain });
    const there = rows.map((row) => ({ kind: 'company' as const, row }));
    const found = chooseRecord(name, { exact: there, other: [], more: false }, note);
    if (found !== undefined) return found;
  }
  if (kind === undefined && /^#?\d+$/.test(name)) {
    const digits = name.replace('#', '');
    throw new ToolError(
      'invalid_input',
      `${quoted(name)} may be the id of anything; say of what, e.g. "opportunity ${digits.slice(0, 15)}".`,
    );
  }
  return byReference(reference, text);

  async function byId(of: RecordKind, at: number): Promise<ResolvedRecord> {
    const row = await seeker.byId(of, at);
    if (row !== undefined) return { kind: of, row };
    throw new ToolError(
      'not_found',
      `No ${of} has the id ${at}; it may be deleted, or hidden from the owner of the key. {find} finds it by name. {${recordKinds[of].tool.name}} lists all.`,
    );
  }

  async function byEmail(email: string, of: RecordKind | undefined): Promise<ResolvedRecord> {
    for (const each of ['person', 'lead'] as const) {
      const row = of === undefined || of === each ? await seeker.byEmail(each, email) : undefined;
      if (row !== undefined) return { kind: each, row };
    }
    const domain = email.slice(email.lastIndexOf('@') + 1);
    throw new ToolError(
      'unknown_name',
      `No ${of ?? 'person or lead'} has the e-mail ${quoted(email)}. {find} "${domain.slice(0, 60)}" shows who is known there.${unsearchedNote(seeker.unsearched())}`,
    );
  }

  /** One kind's records by name; where more match than were read, the one called exactly so is asked for. */
  async function called(of: RecordKind, wanted: string, more: object = {}): Promise<NameMatches> {
    const lenient = kind === undefined ? 'lenient' : undefined;
    if (seeker.requests() >= mostSearches) return { exact: [], other: [], more: true };
    const fitting = matchesOf(wanted, await seeker.search(of, { name: wanted, ...more }, lenient));
    if (fitting.exact.length > 0 || !fitting.more || of === 'lead' || seeker.requests() >= mostSearches)
      return fitting;
    const { exact } = matchesOf(wanted, await seeker.search(of, { name: `=${wanted}`, ...more }, lenient));
    return { ...fitting, exact };
  }

  async function byReference(wanted: RecordReference, whole: string): Promise<ResolvedRecord> {
    if (wanted.kind === undefined) {
      const there = await atCompany(wanted.name);
      return there ?? anyKind(wanted.name);
    }
    const found = chooseRecord(wanted.name, await called(wanted.kind, wanted.name), note);
    if (found !== undefined) return found;
    const [last] = wanted.kind === 'lead' && !/\s/.test(wanted.name) ? [await byLastName(wanted.name)] : [];
    if (last !== undefined) return last;
    if (wanted.kind === 'person') {
      const there = await atCompany(wanted.name);
      if (there !== undefined) return there;
    }
    // "Lead Forensics" is a company, and no lead.
    const company =
      wanted.kind === 'company' ? undefined : chooseRecord(whole, await called('company', whole), note);
    if (company !== undefined) return company;
    throw unknownNameError(wanted.name, wanted.kind, seeker.unsearched());
  }

  async function byLastName(last: string): Promise<ResolvedRecord | undefined> {
    const found = await seeker.search('lead', { filters: [{ name: 'last_name', value: last }] });
    return chooseRecord(last, matchesOf(last, found), note);
  }

  /** `Jane at Acme`, `Jane Doe (Acme)`, `Jane, Acme`; undefined where the text is not of that form or names no company. */
  async function atCompany(wanted: string): Promise<ResolvedRecord | undefined> {
    const at = /^(.+?)\s+(?:at|from|@)\s+(.+)$/i.exec(wanted) ?? /^([^(]+?)\s*\(([^()]+)\)$/.exec(wanted);
    const [, who = '', where = ''] = at ?? /^([^,]+?)\s*,\s*([^,]+)$/.exec(wanted) ?? [];
    if (who === '' || where === '') return undefined;
    const { exact, other } = await called('company', where);
    const companies = exact.length > 0 ? exact : other;
    if (companies.length === 0 || companies.length > 10) return undefined;
    const ids = companies.map(({ row }) => String(row.id));
    const found = chooseRecord(who, await called('person', who, { company: ids }), note);
    // With a comma it may as well be one name: "Smith, Jones & Co".
    if (found !== undefined || at === null) return found;
    throw new ToolError(
      'unknown_name',
      `Nobody called ${quoted(who)} is known at company ${ids.join(' or ')}; {search_people} company=${ids[0]} lists who is.`,
    );
  }

  /** Companies first: their names are also in those of their deals. Whoever is called exactly so ends the search. */
  async function anyKind(wanted: string): Promise<ResolvedRecord> {
    const titled = looksLikeDeal(wanted);
    const order: readonly RecordKind[] = titled
      ? ['opportunity', 'company', 'person', 'lead']
      : ['company', 'person', 'opportunity', 'lead'];
    let fitting: NameMatches = { exact: [], other: [], more: false };
    for (const each of order) {
      const found = await called(each, wanted);
      const other = [...fitting.other, ...found.other];
      fitting = { exact: found.exact, other, more: fitting.more || found.more };
      // A deal is called after its company: where companies or people fit, deals are not meant.
      const enough = titled
        ? each === 'company' && other.length === 1
        : each === 'person' && other.length > 0;
      if (found.exact.length > 0 || enough) break;
    }
    const found = chooseRecord(wanted, fitting, note);
    if (found === undefined) throw unknownNameError(wanted, undefined, seeker.unsearched());
    return found;
  }
}

/** Titles of deals hold digits, or small words between capital ones, which names of people and companies seldom do. */
function looksLikeDeal(name: string): boolean {
  const particles = /^(?:de|da|di|do|dos|du|van|von|der|den|la|le|el|al|bin|the|and|und|y|e|of|&)$/i;
  const words = name.split(/\s+/).filter((word) => !particles.test(word));
  const capital = words.some((word) => /^\p{Lu}/u.test(word));
  return words.length > 1 && words.some((word) => (capital && /^\p{Ll}/u.test(word)) || /\d/.test(word));
}
