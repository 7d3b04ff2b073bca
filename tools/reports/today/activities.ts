import { isObject, type JsonObject } from '../../../src/tool/json.ts';
import { column, textField } from '../../../src/tool/record.ts';
import type { ReportContext, ReportTable } from '../../../src/tool/report.ts';
import { formatNumber, joined, numbered } from '../../../src/tool/sentences.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { activityRecord } from '../../records/activity.ts';
import { searchActivities } from '../../search-activities.ts';
import { recordKindOrder, recordKinds } from '../lookup/record-kinds.ts';
import { type Day, dayTable } from './section.ts';

/** Characters of what was written that a day shows. */
const maxWhat = 100;

const { date, type, who, what, on } = activityRecord.fields;

const columnsOf = (fields: Readonly<Record<string, typeof date>>) =>
  Object.entries(fields).flatMap(([name, field]) => (field === undefined ? [] : [column(name, field)]));

const ownColumns = [...columnsOf({ date, type, on }), column('what', textField('what'))];
const othersColumns = [...columnsOf({ date, who, type, on }), column('what', textField('what'))];

/** An activity with only what is shown of it: there may be thousands, with long texts. */
function shownOf(row: JsonObject): JsonObject {
  const { activity_date: at = null, type: kind = null, user_id: user = null, parent = null } = row;
  const text = String(what?.read(row) ?? '');
  const cut =
    text.length > maxWhat
      ? `${text
          .slice(0, maxWhat)
          .toWellFormed()
          .replace(/\uFFFD$/, '')}…`
      : text;
  return { activity_date: at, type: kind, user_id: user, parent, what: cut };
}

/** True for meetings, calls and whatever else users log besides notes, which have the id 0 (developer.copper.com: activity types). */
const isTalk = ({ type: kind }: JsonObject) => isObject(kind) && kind.category !== 'system' && kind.id !== 0;

const timeOf = ({ activity_date: at }: JsonObject) => Number(at);
const newestFirst = (a: JsonObject, b: JsonObject) => timeOf(b) - timeOf(a);

/** Reads what was done since then: own meetings and calls, also those ahead, and what others did. */
async function readActivities(
  { owners, since, maxPages }: Day,
  { scan, calendar, asOf, note }: ReportContext,
) {
  const input = { date: `${calendar.stamp(since)}..` };
  const feed = await scan(searchActivities, input, [], undefined, { maxPages: maxPages.activities });
  const ids = new Set<unknown>(owners.map(({ id }) => id));
  const [own, others]: [JsonObject[], JsonObject[]] = [[], []];
  let oldest = calendar.now();
  for await (const row of feed) {
    const { activity_date: at } = row;
    if (typeof at !== 'number') continue;
    oldest = Math.min(oldest, at);
    if (!ids.has(row.user_id)) others.push(shownOf(row));
    else if (isTalk(row)) own.push(shownOf(row));
  }
  if (!feed.complete) note(`Activities before ${calendar.time(oldest)} were not read.`, 'gap');
  const isPast = (row: JsonObject) => timeOf(row) < asOf.at();
  return {
    complete: feed.complete,
    past: own.filter(isPast).sort(newestFirst),
    ahead: own.filter((row) => !isPast(row)).sort((a, b) => newestFirst(b, a)),
    others: others.filter(isPast).sort(newestFirst),
  };
}

/** The activities whose records these people own, and whether all records could be asked for. */
async function onOwnRecords(
  rows: readonly JsonObject[],
  { owner, maxPages }: Day,
  { scan, note }: ReportContext,
) {
  const owned = new Set<string>();
  const refused: string[] = [];
  let complete = true;
  const parentOf = ({ parent }: JsonObject) => (isObject(parent) ? parent : {});
  await Promise.all(
    recordKindOrder.map(async (kind) => {
      const parents = rows.map(parentOf).filter((parent) => parent.type === kind);
      const ids = [...new Set(parents.map(({ id }) => id))].filter((id) => typeof id === 'number');
      if (ids.length === 0) return;
      const filters =
        kind === 'lead' ? { filters: [{ name: 'include_converted_leads', value: 'true' }] } : {};
      const { tool, plural } = recordKinds[kind];
      const noun = { name: `own ${kind}`, plural: `own ${plural}` };
      try {
        const found = await scan(tool, { owner, ...filters }, [], ids, { noun, maxPages: maxPages.owners });
        for await (const { id } of found) owned.add(`${kind} ${id}`);
        complete &&= found.complete;
      } catch (error) {
        // Leads can be switched off; what was done on them may still be in the feed.
        if (!(error instanceof ToolError) || error.kind !== 'forbidden') throw error;
        refused.push(plural);
      }
    }),
  );
  if (refused.length > 0)
    note(
      `What others did on ${joined(refused.sort())} is left out: Copper does not give these records (forbidden), so their owners are not known.`,
      'gap',
    );
  if (!complete)
    note(
      'Only the latest records that others worked on were looked up: more of them may be of this owner.',
      'gap',
    );
  const isOther = (row: JsonObject) => !recordKindOrder.some((kind) => kind === parentOf(row).type);
  const unknown = rows.filter(isOther).length;
  if (unknown > 0)
    note(
      `Whose tasks and projects others worked on is not looked up: ${numbered(unknown, 'activity', 'activities')} left out.`,
      'gap',
    );
  const own = rows.filter((row) => owned.has(`${parentOf(row).type} ${parentOf(row).id}`));
  return { own, complete: complete && refused.length === 0 };
}

/** Meetings and calls, past and ahead, and what others did on the person's records. */
export async function activityTables(day: Day, context: ReportContext): Promise<readonly ReportTable[]> {
  const { calendar, note } = context;
  const { complete, past, ahead, others } = await readActivities(day, context);
  const found = await onOwnRecords(others, day, context);
  const since = calendar.stamp(day.since);
  const sized = (rows: readonly JsonObject[], isWhole: boolean) => ({
    rows,
    ...(isWhole ? { total: rows.length } : { total: undefined, minTotal: rows.length }),
  });
  const dated = ahead.length === 0 ? '' : `, and ${formatNumber(ahead.length)} dated ahead`;
  note(
    `Copper gives activities that were logged${dated}, not calendars: there may be meetings and calls to come that are not here.`,
    'gap',
  );
  const instead = `{search_activities} who=${day.ownerText} since=${since}`;
  return [
    ...(ahead.length === 0
      ? []
      : [
          dayTable({ what: 'meetings and calls ahead', columns: ownColumns, ...sized(ahead, complete) }, day),
        ]),
    dayTable(
      {
        what: 'meetings and calls logged, without notes',
        columns: ownColumns,
        ...sized(past, complete),
        instead,
      },
      day,
    ),
    dayTable(
      {
        what: "activities of others on the owner's records",
        columns: othersColumns,
        ...sized(found.own, complete && found.complete),
      },
      day,
    ),
  ];
}
