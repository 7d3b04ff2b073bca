import { isObject, type JsonObject } from '../../../src/tool/json.ts';
import { type Column, derivedField, nameField, numberField, timeField } from '../../../src/tool/record.ts';
import { column, type Page, type ReportTable } from '../../../src/tool/report.ts';
import { activityRecord } from '../../records/activity.ts';
import { colleaguesIn, type LastContact } from './last-contact.ts';
import type { BriefSection } from './request-allowance.ts';

/** Rows of each part that are shown. */
const most = 10;

const none = 'none';

/** The first rows of a part, with how many there are. */
export function sectionTable(
  part: BriefSection,
  { rows, total, minTotal }: Page,
  more: readonly Column[] = [],
): ReportTable {
  return {
    what: part.what,
    form: 'page',
    columns: [...part.columns, ...more],
    rows: rows.slice(0, most),
    total,
    minTotal: Math.max(minTotal ?? 0, rows.length),
    nextHint: part.instead,
    none,
  };
}

const seconds = (row: JsonObject, name: string) => Number(row[name] ?? 0);

/** People with the primary contact first, then those we talked to last. */
export function peopleTable(part: BriefSection, page: Page, primary: number | undefined): ReportTable {
  const first = ({ id }: JsonObject) => Number(id === primary);
  const rows = page.rows.toSorted(
    (a, b) => first(b) - first(a) || seconds(b, 'date_last_contacted') - seconds(a, 'date_last_contacted'),
  );
  const role = column(
    'role',
    derivedField([], ({ id }) => (id === primary ? 'primary contact' : null)),
  );
  const some = page.total === undefined || page.total > rows.length;
  const what = some ? `${part.what} (last contact first, among ${rows.length} by name)` : part.what;
  return sectionTable({ ...part, what }, { ...page, rows }, [role]);
}

/** What happened last: each activity once, newest first, without those that were deleted. */
export function lastActivities({ rows }: Page): JsonObject[] {
  const once = new Map(rows.filter((row) => row.is_deleted !== true).map((row) => [row.id, row]));
  return [...once.values()].sort((a, b) => seconds(b, 'activity_date') - seconds(a, 'activity_date'));
}

/**
 * The newest activities.
 *
 * @param whom says with whom an activity was, where that is not the record itself
 */
export function activitiesTable(
  part: BriefSection,
  page: Page,
  whom?: (activity: JsonObject) => string | undefined,
): ReportTable {
  const rows = lastActivities(page);
  const dropped = page.rows.length - rows.length;
  const total = page.total === undefined ? undefined : page.total - dropped;
  const more =
    whom === undefined
      ? []
      : [
          column(
            'with',
            derivedField([], (row) => whom(row)),
          ),
        ];
  return sectionTable(part, { rows, total }, more);
}

/** Which colleagues have talked to them, from the contacts among the activities that were read. */
export function colleaguesTable(
  contacts: readonly JsonObject[],
  part: BriefSection,
  page: Page,
): ReportTable[] {
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
      nextHint: part.instead,
    },
  ];
}

const fieldOf = (name: string, as: 'who' | 'type', found: LastContact | undefined): Column[] => {
  const field = activityRecord.fields[as];
  const at = found?.activity;
  return field === undefined || at === undefined
    ? []
    : [column(name, { ...field, needs: [], read: () => field.read(at) })];
};

/** Synced e-mail moves the date of a record and is no activity. */
const unknownWho = column(
  'last_contact_by',
  derivedField([], () => 'not known: no activity of that date was read'),
);

/** When we talked to them last, who of us, and how; `whom` says to whom of them. */
export function contactColumns(
  found: LastContact | undefined,
  whom?: (activity: JsonObject) => string | undefined,
): Column[] {
  const at = found?.activity;
  const other = whom === undefined || at === undefined ? undefined : whom(at);
  return [
    column(
      'last_contact',
      derivedField([], () => found?.at ?? 'none recorded', { as: 'time' }),
    ),
    ...(found !== undefined && at === undefined ? [unknownWho] : fieldOf('last_contact_by', 'who', found)),
    ...fieldOf('last_contact_type', 'type', found),
    ...(other === undefined
      ? []
      : [
          column(
            'last_contact_with',
            derivedField([], () => other),
          ),
        ]),
  ];
}

/** Names the people that activities of a company were with; whose name was not read is told by id. */
export function nameParticipants(
  people: readonly JsonObject[],
  own: number,
): (activity: JsonObject) => string | undefined {
  const names = new Map(people.map(({ id, name }) => [id, String(name ?? '')]));
  return ({ parent }) => {
    if (!isObject(parent) || typeof parent.id !== 'number') return undefined;
    if (parent.type === 'company' && parent.id === own) return undefined;
    const name = parent.type === 'person' ? names.get(parent.id) : undefined;
    return name || `${String(parent.type)} ${parent.id}`;
  };
}
