import type { JsonObject, JsonValue } from '../../../src/tool/json.ts';
import type { Column } from '../../../src/tool/record.ts';
import type { Page, ReportContext, ReportTable } from '../../../src/tool/report.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { listActivityTypes } from '../../list-activity-types.ts';
import { contactsIn, lastContact } from './last-contact.ts';
import type { BriefSection } from './request-allowance.ts';
import { activitiesTable, colleaguesTable, contactColumns, lastActivities } from './tables.ts';

/** What the activities of a record tell. */
export interface ContactFindings {
  /** When we talked to them last, who of us, and how. */
  readonly contact: readonly Column[];
  /** The newest activities, and who of us has talked to them. */
  readonly tables: readonly ReportTable[];
}

/** The account's types of activity, which were read before; none where they cannot be had, and then only records tell of contacts. */
async function activityTypes({ rows, note }: ReportContext): Promise<readonly JsonObject[]> {
  try {
    return (await rows(listActivityTypes, {}, [])).rows;
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    note(
      `activity types could not be read (${error.kind}), so it is not known by whom the last contact was.`,
    );
    return [];
  }
}

/**
 * Reads the last contact out of the activities.
 *
 * @param page undefined where they could not be read
 * @param dates dates of last contact that records tell of themselves, Unix seconds
 * @param whom says with whom an activity was, where that is not the record itself
 */
export async function readContacts(
  part: BriefSection,
  page: Page | undefined,
  dates: readonly (JsonValue | undefined)[],
  context: ReportContext,
  whom?: (activity: JsonObject) => string | undefined,
): Promise<ContactFindings> {
  if (page === undefined) return { contact: contactColumns(lastContact([], dates)), tables: [] };
  const contacts = contactsIn(lastActivities(page), await activityTypes(context));
  return {
    contact: contactColumns(lastContact(contacts, dates), whom),
    tables: [activitiesTable(part, page, whom), ...colleaguesTable(contacts, part, page)],
  };
}
