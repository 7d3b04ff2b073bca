import { isObject, type JsonObject, type JsonValue } from '../../../src/tool/json.ts';
import {
  type Column,
  column,
  derivedField,
  nameField,
  numberField,
  timeField,
} from '../../../src/tool/record.ts';
import type { Page, ReportContext, ReportTable } from '../../../src/tool/report.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { listActivityTypes } from '../../list-activity-types.ts';
import { activityRecord } from '../../records/activity.ts';
import { colleaguesIn, contactsIn, type LastContact, lastContact } from './last-contact.ts';
import { computedColumn, textColumn } from './record-columns.ts';
import type { BriefSection } from './request-allowance.ts';
import { secondsIn, sectionTable } from './section-tables.ts';

/** With whom an activity was, where that is not the record itself. */
type Participant = (activity: JsonObject) => string | undefined;

/** The account's types of activities; none where they cannot be read, and then only records tell of contacts. */
async function readActivityTypes({ rows, note }: ReportContext): Promise<readonly JsonObject[]> {
  try {
    return (await rows(listActivityTypes, {}, [])).rows;
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    note(`activity types could not be read (${error.kind}), so it is unknown who made the last contact.`);
    return [];
  }
}

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

/** Which colleagues have been in contact, by the activities that were read. */
function colleaguesTables(contacts: readonly JsonObject[], section: BriefSection, page: Page): ReportTable[] {
  const rows = colleaguesIn(contacts);
  if (rows.length === 0) return [];
  const all = page.total !== undefined && page.total <= page.rows.length;
  return [
    {
      what: all ? 'colleagues in touch' : `colleagues in touch (last ${page.rows.length} activities)`,
      form: 'page',
      columns: [
        column('who', nameField('user_id', 'user')),
        column('contacts', numberField('contacts')),
        column('last', timeField('last')),
      ],
      rows: rows.slice(0, 5),
      total: rows.length,
      nextHint: section.instead,
    },
  ];
}

/** A field of the activity that was the last contact. */
function activityColumn(name: string, as: 'who' | 'type', activity: JsonObject | undefined): Column[] {
  const field = activityRecord.fields[as];
  if (field === undefined || activity === undefined) return [];
  return [column(name, { ...field, needs: [], read: () => field.read(activity) })];
}

/** When the last contact was, by whom of us, how, and with whom of them. */
function contactColumns(found: LastContact | undefined, participant?: Participant): Column[] {
  const { at, activity } = found ?? {};
  // Synced e-mail changes a record's date of last contact and is not an activity.
  const isUnknown = at !== undefined && activity === undefined;
  return [
    column(
      'last_contact',
      derivedField([], () => at ?? 'none recorded', { as: 'time' }),
    ),
    ...textColumn('last_contact_by', isUnknown ? 'unknown: no activity of that date was read' : undefined),
    ...activityColumn('last_contact_by', 'who', activity),
    ...activityColumn('last_contact_type', 'type', activity),
    ...textColumn('last_contact_with', activity === undefined ? undefined : participant?.(activity)),
  ];
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
 * @param page undefined where they could not be read
 * @param dates last contacts by the records themselves, in Unix seconds
 */
export async function contactFindings(
  section: BriefSection,
  page: Page | undefined,
  dates: readonly (JsonValue | undefined)[],
  context: ReportContext,
  participant?: Participant,
) {
  if (page === undefined) return { contact: contactColumns(lastContact([], dates)), tables: [] };
  const contacts = contactsIn(newestFirst(page), await readActivityTypes(context));
  return {
    contact: contactColumns(lastContact(contacts, dates), participant),
    tables: [activitiesTable(section, page, participant), ...colleaguesTables(contacts, section, page)],
  };
}
