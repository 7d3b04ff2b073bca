import { type RecordKind, recordKinds } from './record-kinds.ts';
import type { TextForm } from './text-form.ts';

/** One question to one search: one request. */
export interface RecordSearch {
  readonly kind: RecordKind;
  readonly input: Readonly<Record<string, unknown>>;
  /** Rows that are compared; the page's most where Copper may leave the condition to us. */
  readonly rows: number;
}

const search = (kind: RecordKind, input: RecordSearch['input'], rows = 25): RecordSearch => ({
  kind,
  input,
  rows,
});
const filter = (name: string, value: string) => ({ filters: [{ name, value }] });

/** Leads know whole names only, and the documented Copper no first, last or company names: such a page is read whole. */
const leads = (input: RecordSearch['input']) => search('lead', input, 200);

/** Where part of a name can be searched. */
export const searchesByPart = (
  name: string,
  some: readonly RecordKind[] = ['person', 'company', 'opportunity'],
): RecordSearch[] => some.map((kind) => search(kind, { name }, kind === 'company' ? 100 : 25));

/** The records of one kind that are called exactly so. */
export const searchByExactName = (name: string, kind: RecordKind): RecordSearch =>
  search(kind, { name: `=${name}` });

/** Leads whose whole name, or one of whose names or companies, is this. */
export function leadSearches(name: string): RecordSearch[] {
  const company = leads({ company: name });
  if (/\s/.test(name)) return [search('lead', { name }), company];
  return [company, leads(filter('last_name', name)), leads(filter('first_name', name))];
}

/** One record; leads whether they were converted or not. */
export const searchById = (kind: RecordKind, id: number): RecordSearch => {
  const ids = { name: 'ids', value: String(id) };
  const all = { name: 'include_converted_leads', value: 'true' };
  return search(kind, { filters: kind === 'lead' ? [ids, all] : [ids] }, 1);
};

/** The people of these companies. */
export const searchPeopleAt = (companies: readonly string[]): RecordSearch =>
  search('person', { company: companies });

/** What is asked first, all at once: the form of the text decides what is worth it. */
export function firstSearches(form: TextForm): RecordSearch[] {
  switch (form.as) {
    case 'email':
      return [
        search('person', { emails: [form.email] }),
        search('lead', { email: form.email }),
        search('company', { domain: form.domain }),
      ];
    case 'domain':
      return [search('company', { domain: form.domain })];
    case 'phone':
      return [
        ...phoneSearches(form.phone),
        // A number without anything else may as well stand in the name of a deal.
        ...(form.bare ? searchesByPart(form.digits, ['opportunity']) : []),
      ];
    case 'name':
      return [...searchesByPart(form.name), ...leadSearches(form.name)];
  }
}

/** Everybody who can be called at this number. */
export const phoneSearches = (phone: string): RecordSearch[] => [
  search('person', filter('phone_numbers', phone)),
  search('company', filter('phone_number', phone)),
  search('lead', filter('phone_number', phone)),
];

/** The tool behind a search. */
export const toolOf = ({ kind }: RecordSearch) => recordKinds[kind].tool;
