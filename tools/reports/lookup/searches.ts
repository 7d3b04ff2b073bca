import { searchWords } from '../../../src/names/name-fit.ts';
import { recordAddress, type TextForm } from '../../../src/names/text-form.ts';
import type { OperationTool } from '../../../src/tool/tool.ts';
import { type RecordKind, recordKinds } from './record-kinds.ts';

type Input = Readonly<Record<string, unknown>>;

/** One call that finds records of a kind: one request. */
export interface RecordSearch {
  readonly kind: RecordKind;
  readonly tool: OperationTool;
  readonly input: Input;
  /** Rows to read: a whole page if Copper may not support the condition, so that we filter. */
  readonly rows: number;
  /** True if it looks for one word of a name, so that its total is not that of the name. */
  readonly byOneWord?: true;
}

const search = (kind: RecordKind, input: Input, rows = 25): RecordSearch => ({
  kind,
  tool: recordKinds[kind].tool,
  input,
  rows,
});
const filter = (name: string, value: string) => ({ filters: [{ name, value }] });

/** Names of leads match only as a whole, and the documented API has no first, last or company names: a whole page is read. */
const leads = (input: Input) => search('lead', input, 200);

/** Records of a kind by part of the name, as it is written; leads by the whole name. */
export const nameSearch = (kind: RecordKind, name: string, more: Input = {}): RecordSearch =>
  search(kind, { name: kind === 'lead' ? `=${name}` : `"${name}"`, ...more }, kind === 'company' ? 100 : 25);

/** Records of a kind that have exactly this name. */
export const exactNameSearch = (kind: RecordKind, name: string, more: Input = {}): RecordSearch =>
  search(kind, { name: `=${name}`, ...more });

/** People by the last word of a name, so that others may stand before it; by the text itself if that is one word. */
function peopleWordSearch(name: string): RecordSearch {
  const [last] = searchWords(name);
  if (last === undefined || !/\s/.test(name.trim())) return nameSearch('person', name);
  return { ...nameSearch('person', last), byOneWord: true };
}

/** Records of all kinds that can be searched by part of a name. */
export const partialNameSearches = (name: string): RecordSearch[] => [
  peopleWordSearch(name),
  nameSearch('company', name),
  nameSearch('opportunity', name),
];

/** Companies by the domain of their web address. */
export const domainSearch = (domain: string): RecordSearch => search('company', { domain });

/** Leads by last name. */
export const lastNameSearch = (name: string): RecordSearch => leads(filter('last_name', `=${name}`));

/** Leads by e-mail address. */
export const leadEmailSearch = (email: string): RecordSearch => search('lead', { email });

/** Leads whose full name, or one of whose names or companies, is this. */
export function leadSearches(name: string): RecordSearch[] {
  const company = leads({ company: `=${name}` });
  if (/\s/.test(name)) return [nameSearch('lead', name), company];
  return [company, lastNameSearch(name), leads(filter('first_name', `=${name}`))];
}

/** Leads whose company is called one of these: their own text, as it was written, since leads are not of companies. */
export const leadSearchesAt = (companies: readonly string[]): RecordSearch[] =>
  [...new Set(companies)].map((name) => leads({ company: `=${name}` }));

/** Leads by their full name and last name, or by either name if there is one word. */
export const leadNameSearches = (name: string): RecordSearch[] => [
  /\s/.test(name.trim()) ? nameSearch('lead', name) : leads(filter('first_name', `=${name}`)),
  lastNameSearch(name.trim().split(/\s+/).at(-1) ?? name),
];

/** One record. */
export const idSearch = (kind: RecordKind, id: number): RecordSearch =>
  search(kind, filter('ids', String(id)), 1);

/** The same search that also finds leads which were converted. */
export function withConvertedLeads(found: RecordSearch): RecordSearch {
  if (found.kind !== 'lead') return found;
  const filters = Array.isArray(found.input.filters) ? found.input.filters : [];
  const converted = { name: 'include_converted_leads', value: 'true' };
  return { ...found, input: { ...found.input, filters: [...filters, converted] } };
}

/** The people of these companies; with a part of their name, only those that have it. */
export function peopleSearchAt(companies: readonly string[], name?: string): RecordSearch {
  const company = companies.map((id) => recordAddress('company', id));
  return name === undefined ? search('person', { company }) : nameSearch('person', name, { company });
}

/** All records that have this phone number. */
export const phoneSearches = (phone: string): RecordSearch[] => [
  search('person', filter('phone_numbers', phone)),
  search('company', filter('phone_number', phone)),
  search('lead', filter('phone_number', phone)),
];

/** The searches to begin with, all at once: those that the form of the text makes worthwhile. */
export function firstSearches(form: TextForm): RecordSearch[] {
  switch (form.kind) {
    case 'email':
      return [
        search('person', { emails: [form.email] }),
        leadEmailSearch(form.email),
        domainSearch(form.domain),
      ];
    case 'domain':
      return [
        domainSearch(form.domain),
        ...(form.profile === undefined ? [] : [search('person', filter('socials', form.profile))]),
      ];
    case 'phone':
      // A number without anything else may also be part of a deal's name.
      return [...phoneSearches(form.phone), ...(form.bare ? [nameSearch('opportunity', form.digits)] : [])];
    case 'name':
      return [...partialNameSearches(form.name), ...leadSearches(form.name)];
  }
}
