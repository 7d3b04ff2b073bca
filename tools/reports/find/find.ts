import { negatedBySign } from '../../../src/input/selection.ts';
import { isSameSpelling } from '../../../src/names/spelling.ts';
import { personAtCompany, readRecordLink, type TextForm, textFormOf } from '../../../src/names/text-form.ts';
import type { JsonObject } from '../../../src/tool/json.ts';
import {
  column,
  contactField,
  derivedField,
  nameField,
  numberField,
  textField,
} from '../../../src/tool/record.ts';
import { defineReport, type ReportContext, type ReportTable } from '../../../src/tool/report.ts';
import { shortText } from '../../inputs/parameter.ts';
import { colleagueHint, colleaguesCalled } from '../lookup/colleagues.ts';
import {
  type RecordReference,
  readRecordReference,
  recordKindOrder,
  recordKinds,
} from '../lookup/record-kinds.ts';
import { emailAddressesOf } from '../lookup/record-lookup.ts';
import {
  exactNameSearch,
  firstSearches,
  idSearch,
  partialNameSearches,
  withConvertedLeads,
} from '../lookup/searches.ts';
import { createFinder, type Finder } from './finder.ts';
import { matchText, oneWordRank } from './match.ts';
import { findPeopleAtCompany } from './people-at-company.ts';
import { secondRound } from './second-round.ts';

/** Maximum number of matches that are shown. */
const maxShown = 10;

/** What tells matches of any kind apart; columns that no match fills are left out. */
const columns = [
  column('kind', textField('kind')),
  column('id', numberField('id')),
  column('name', textField('name')),
  column('title', textField('title')),
  column('company', textField('company_name')),
  column('email', derivedField(['emails', 'email'], emailAddressesOf, { allValues: emailAddressesOf })),
  column('domain', textField('email_domain')),
  column('stage', nameField('pipeline_stage_id', 'stage', nameField('pipeline_id', 'pipeline'))),
  column('status', textField('status')),
  column('value', numberField('monetary_value', 'monetary_unit')),
  column('owner', nameField('assignee_id', 'user')),
  column('matched', textField('matched')),
  column('link', {
    kind: 'link',
    sourceFields: [],
    read: ({ id, kind }) => (id === undefined || kind === undefined ? null : { id, type: kind }),
  }),
];

const phone = column('phone', contactField('phone_numbers.number'));

/** What was searched, for each form of a text. */
const searched: Readonly<Record<TextForm['kind'], string>> = {
  email: 'people and leads by this e-mail, companies by its domain',
  domain: 'companies by this domain, and people by this page if it is one',
  phone: 'people, companies and leads by this number',
  name: 'people, companies and opportunities by part of the name; leads by full name, first name, last name and company',
};

/** What to try if nothing was found. */
const suggestions: Readonly<Record<TextForm['kind'], string>> = {
  email: 'Try the name, or the domain.',
  domain: 'Try the name of the company.',
  phone: 'Try its last six digits, or a name. For a record id, {brief} about="opportunity 1234".',
  name: 'Try one word of it, another spelling, an e-mail or a domain; tasks: {search_tasks}.',
};

/** How the text was understood, if that is not obvious, and what was not compared. */
function noteSearches(
  form: TextForm,
  instead: string | undefined,
  finder: Finder,
  note: ReportContext['note'],
): void {
  if (finder.hits().length === 0) {
    const then = instead === undefined ? '' : `, then ${instead}`;
    note(`Searched ${searched[form.kind]}${then}. ${suggestions[form.kind]}`);
  } else if (instead !== undefined) {
    const nothing =
      form.kind === 'email' ? 'No person or lead has this e-mail' : 'Nothing matches the text as it is';
    note(`${nothing}; searched ${instead} instead.`);
  }
  if (form.kind !== 'name') return;
  for (const { kind, read, total } of finder.unread()) {
    const { plural, tool } = recordKinds[kind];
    const those = instead === undefined ? '' : ' that have these parts in their names';
    note(
      `${plural}: ${read} of ${total ?? 'many'}${those} ${read === 1 ? 'was' : 'were'} compared. {${tool.name}} lists all.`,
      'gap',
    );
  }
}

/** The first matches, with how many there are over all kinds. */
function matchesTable(form: TextForm, finder: Finder): ReportTable {
  const hits = finder.hits();
  const shown = hits.slice(0, maxShown);
  const counts = recordKindOrder.map((kind) => ({ kind, ...finder.count(kind) }));
  const sum = counts.reduce((all, { count }) => all + count, 0);
  const rest = counts.filter(
    ({ kind, count, isMinimum }) => isMinimum || count > shown.filter((hit) => hit.kind === kind).length,
  );
  const searches = rest.map(
    ({ kind, count, isMinimum }) => `{${recordKinds[kind].tool.name}} (${count}${isMinimum ? '+' : ''})`,
  );
  return {
    what: 'matches',
    form: 'page',
    columns: form.kind === 'phone' ? columns.toSpliced(-1, 0, phone) : columns,
    rows: shown.map(({ kind, row, matched }): JsonObject => ({ ...row, kind, matched })),
    total: counts.every(({ isMinimum }) => !isMinimum) ? sum : undefined,
    minTotal: sum,
    ...(rest.length === 0 ? {} : { nextHint: ['give a longer text', ...searches] }),
    none: 'none found',
  };
}

/** `company Acme`, `lead 12`: only this kind, if anything of it matches; undefined if the text is not such a reference. */
async function findOfKind(
  { kind, id, name }: RecordReference,
  text: string,
  finder: Finder,
): Promise<TextForm | undefined> {
  if (kind === undefined) return undefined;
  const form = textFormOf(name);
  if (id === undefined) {
    const searches = firstSearches(form).filter((search) => search.kind === kind);
    await finder.search(searches, (_, row) => matchText(form, kind, row), form.kind !== 'name');
  } else {
    // One may be called "Company 12", or "12".
    const names = readRecordLink(text) === undefined ? [...new Set([text, name])] : [];
    const isCalled = (row: JsonObject) => names.some((one) => isSameSpelling(one, String(row.name ?? '')));
    const match = (row: JsonObject) =>
      row.id === id
        ? { matched: 'id', rank: 0 }
        : isCalled(row)
          ? { matched: 'exact name', rank: 0 }
          : undefined;
    const searches = [idSearch(kind, id), ...names.map((one) => exactNameSearch(kind, one))];
    await finder.search(searches.map(withConvertedLeads), (_, row) => match(row), true);
  }
  return finder.hits().length > 0 ? form : undefined;
}

/** Records whose own name looks like a person at a company: `Ann (Sales)`. */
const findSpelled = (name: string, finder: Finder) =>
  finder.search(
    recordKindOrder.map((kind) => exactNameSearch(kind, name)),
    (_, row) =>
      isSameSpelling(name, String(row.name ?? '')) ? { matched: 'exact name', rank: 0 } : undefined,
    true,
  );

/** One text → the records it most likely means, of all kinds. */
export const find = defineReport({
  name: 'find',
  isLookup: true,
  title: 'Find a record',
  description:
    'Find people, companies, leads and deals by a name or part of it, an e-mail, a domain or a phone number; the likeliest first.',
  input: { text: shortText },
  async run({ text }, context) {
    const { note } = context;
    const finder = createFinder(context);
    const reference = readRecordReference(text);
    const ofKind = await findOfKind(reference, text, finder);
    if (ofKind !== undefined) return { tables: [matchesTable(ofKind, finder)] };
    if (readRecordLink(text) !== undefined) {
      note(`No ${reference.kind} has the id ${reference.name} of the link; it may be deleted or hidden.`);
      return { tables: [matchesTable({ kind: 'name', name: reference.name }, finder)] };
    }
    // "Lead Forensics" is not a lead: a text that begins like a reference may be a name.
    const form = textFormOf(reference.kind === undefined ? reference.name : text);
    const hint = colleagueHint(
      await colleaguesCalled(form.kind === 'email' ? form.email : reference.name, context),
    );
    if (hint !== '') note(hint);
    if (negatedBySign(text) !== undefined)
      note('The sign in front was not read as "not": {find} looks for names, the searches exclude some.');
    const parts = form.kind === 'name' ? personAtCompany(reference.name) : undefined;
    if (parts?.certain === true && (await findPeopleAtCompany(parts, finder, context))) {
      if (text.trim().endsWith(')')) await findSpelled(text.trim(), finder);
      return { tables: [matchesTable(form, finder)] };
    }
    const searches = reference.kind === undefined ? firstSearches(form) : partialNameSearches(text);
    await finder.search(searches, (kind, row) => matchText(form, kind, row), form.kind !== 'name');
    const likely = finder.hits().length > 0 ? form : textFormOf(reference.name);
    const instead = await secondRound(likely, finder);
    const isFound = finder.hits().some(({ rank }) => rank < oneWordRank);
    if (isFound || parts?.certain !== false || !(await findPeopleAtCompany(parts, finder, context)))
      noteSearches(form, instead, finder, note);
    return { tables: [matchesTable(form, finder)] };
  },
});
