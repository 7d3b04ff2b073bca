import { isObject, type JsonObject } from '../../../src/tool/json.ts';
import {
  type Column,
  column,
  derivedField,
  nameField,
  numberField,
  timeField,
} from '../../../src/tool/record.ts';
import type { Page, ReportContext, ReportTable } from '../../../src/tool/report.ts';
import { quoteIfAmbiguous } from '../../../src/tool/sentences.ts';
import { activityRecord } from '../../records/activity.ts';
import type { BriefSection } from './brief-allowance.ts';
import {
  type ContactTypes,
  colleaguesIn,
  type LastContact,
  lastContact,
  type RecordedContacts,
  readContactTypes,
  type SortedContacts,
  sortContacts,
} from './last-contact.ts';
import { computedColumn, textColumn } from './record-columns.ts';
import { secondsIn, sectionTable } from './section-tables.ts';

/** With whom an activity was, if that is not the record itself. */
type Participant = (activity: JsonObject) => string | undefined;

/** Each activity once, newest first, without those that were deleted. */
function newestFirst({ rows }: Page): JsonObject[] {
  const once = new Map(rows.filter((row) => row.is_deleted !== true).map((row) => [row.id, row]));
  return [...once.values()].sort((a, b) => secondsIn(b, 'activity_date') - secondsIn(a, 'activity_date'));
}

function activitiesTable(section: BriefSection, page: Page, participant?: Participant): ReportTable {
  const rows = newestFirst(page);
  const dropped = page.rows.length - rows.length;
  const total = page.total === undefined ? undefined : page.total - dropped;
  const more = participant === undefined ? [] : [computedColumn('with', participant)];
  return sectionTable(section, { rows, total }, more);
}

const isWhole = ({ total, rows }: Page) => total !== undefined && total <= rows.length;

/** `last 200 activities`. */
const lastOf = ({ rows }: Page) => (rows.length === 1 ? 'last activity' : `last ${rows.length} activities`);

/** Which colleagues have been in contact, by the activities that were read. */
function colleaguesTables(contacts: readonly JsonObject[], section: BriefSection, page: Page): ReportTable[] {
  const rows = colleaguesIn(contacts);
  if (rows.length === 0 && isWhole(page)) return [];
  return [
    {
      what: isWhole(page) ? 'colleagues in touch' : `colleagues in touch (${lastOf(page)})`,
      form: 'page',
      columns: [
        column('who', nameField('user_id', 'user')),
        column('contacts', numberField('contacts')),
        column('last', timeField('last')),
      ],
      rows: rows.slice(0, 5),
      total: rows.length,
      nextHint: section.instead,
      none: 'none',
    },
  ];
}

/** A field of the activity that was the last contact. */
function activityColumn(name: string, as: 'who' | 'type', activity: JsonObject | undefined): Column[] {
  const field = activityRecord.fields[as];
  if (field === undefined || activity === undefined) return [];
  return [column(name, { ...field, sourceFields: [], read: () => field.read(activity) })];
}

/** What was read of a record to find its last contact. */
interface ContactSources extends RecordedContacts {
  /** What Copper returns no last contact for, although its documentation has it: `opportunities`. */
  readonly unreturned?: string | undefined;
  /** What else contacts may be with and was not read: `the people were not all read`. */
  readonly gap?: string | undefined;
}

/** Why no contact was found; `none recorded` only if all that could have one was read. */
function noContact({ isReturned, gap }: ContactSources, page: Page | undefined, unsure: boolean): string {
  if (isReturned) return 'none recorded';
  if (page === undefined) return 'not known: the activities were not read';
  if (!isWhole(page)) return `not known: none among the ${lastOf(page)}`;
  if (gap !== undefined) return `not known: ${gap}`;
  return unsure ? 'not known: this Copper does not say which activities count' : 'none recorded';
}

/** Why nobody is named for a contact that only a record's date tells of. Synced e-mail changes that date and is not an activity. */
function unnamedContact({ isReturned }: ContactSources, page: Page | undefined): string {
  if (page !== undefined) return 'unknown: no activity of that date was read';
  const later = isReturned ? '' : ', so there may be a later contact';
  return `unknown: the activities were not read${later}`;
}

/** When the last contact was, by whom of us, how, and with whom of them. */
function contactColumns(
  found: LastContact | undefined,
  missing: { readonly none: string; readonly unnamed: string },
  participant?: Participant,
): Column[] {
  const { at, activity } = found ?? {};
  const isUnnamed = at !== undefined && activity === undefined;
  return [
    column(
      'last_contact',
      derivedField([], () => at ?? missing.none, { kind: 'time' }),
    ),
    ...textColumn('last_contact_by', isUnnamed ? missing.unnamed : undefined),
    ...activityColumn('last_contact_by', 'who', activity),
    ...activityColumn('last_contact_type', 'type', activity),
    ...textColumn('last_contact_with', activity === undefined ? undefined : participant?.(activity)),
  ];
}

/** Notes what was counted as a contact if this Copper does not say it, and which date it does not return. */
function noteGuesses(
  { unsure }: SortedContacts,
  types: ContactTypes,
  { unreturned }: ContactSources,
  { note }: ReportContext,
): void {
  if (unreturned !== undefined)
    note(
      `This Copper returned no last contact of ${unreturned}: it is taken from activities, and an e-mail may be later.`,
    );
  if (unsure.length === 0) return;
  if (types.known)
    note(
      `Not counted as contacts, since this Copper does not say whether they are: ${types.namesOf(unsure).map(quoteIfAmbiguous).join(', ')}.`,
    );
  else
    note(
      'Contacts are all notes, calls, meetings and other activities of users: this Copper does not say which types count.',
    );
}

/** Names the people that activities of a company were with; those whose name was not read are shown by id. */
export function participantsAmong(people: readonly JsonObject[], company: number): Participant {
  const names = new Map(people.map(({ id, name }) => [id, String(name ?? '')]));
  return ({ parent }) => {
    if (!isObject(parent) || typeof parent.id !== 'number') return undefined;
    if (parent.type === 'company' && parent.id === company) return undefined;
    const name = parent.type === 'person' ? names.get(parent.id) : undefined;
    return name || `${String(parent.type)} ${parent.id}`;
  };
}

/**
 * From the activities of a record: columns for the last contact, and tables of the newest activities and of colleagues in contact.
 *
 * @param page undefined if they could not be read
 */
export async function contactFindings(
  section: BriefSection,
  page: Page | undefined,
  sources: ContactSources,
  context: ReportContext,
  participant?: Participant,
) {
  const unnamed = unnamedContact(sources, page);
  if (page === undefined) {
    const found = lastContact({ contacts: [], unsure: [] }, sources);
    return { contact: contactColumns(found, { none: noContact(sources, page, false), unnamed }), tables: [] };
  }
  const types = await readContactTypes(context);
  const sorted = sortContacts(newestFirst(page), types);
  noteGuesses(sorted, types, sources, context);
  const none = noContact(sources, page, sorted.unsure.length > 0);
  return {
    contact: contactColumns(lastContact(sorted, sources), { none, unnamed }, participant),
    tables: [
      activitiesTable(section, page, participant),
      ...colleaguesTables(sorted.contacts, section, page),
    ],
  };
}

/** What a record's own field tells of its last contact. */
export function ownContact(row: JsonObject, plural: string): ContactSources {
  const isReturned = 'date_last_contacted' in row;
  return { dates: [row.date_last_contacted], isReturned, unreturned: isReturned ? undefined : plural };
}

/** What a company's people tell of its last contact: Copper has no field for that of a company. */
export const contactOfPeople = (people: Page | undefined): ContactSources => ({
  dates: people?.rows.map((one) => one.date_last_contacted) ?? [],
  isReturned: false,
  gap: people !== undefined && isWhole(people) ? undefined : 'its people were not all read',
});
