import type { Lead } from './contact-records.ts';
import type { AccountRecords } from './deal-record.ts';
import type { GeneratedDeal } from './deals.ts';
import { type GeneratorContext, topicRandom } from './generator-context.ts';
import { accountLeadStatuses, nonInteractionTypes } from './lists.ts';
import type { RandomStream } from './random.ts';
import { type Activity, type EntityType, recordKey } from './records.ts';

/** The activities that Copper writes by itself. */

/** A deal's changes of stage and status as activities, still without ids. */
export function dealActivities({ record, history }: GeneratedDeal): Omit<Activity, 'id'>[] {
  return history.events.map((event) => ({
    parent: { id: record.id, type: 'opportunity' },
    type:
      event.kind === 'stage'
        ? { id: 3, category: 'system', name: 'Stage Change' }
        : { id: 1, category: 'system', name: 'Status Change' },
    user_id: record.assignee_id,
    details: event.kind === 'stage' ? String(record.pipeline_id) : null,
    activity_date: event.at,
    old_value: event.from,
    new_value: event.to,
    date_created: event.at,
    date_modified: event.at,
  }));
}

/** Edits that are recorded without old and new value; the type id of an assignee change is in no list. */
const editNames: Readonly<Partial<Record<EntityType, readonly string[]>>> = {
  opportunity: ['Assignee Change', 'Value Change', 'Name Change'],
  company: ['Assignee Change', 'Contact Type Change'],
  person: ['Assignee Change', 'Contact Type Change', 'Name Change'],
  lead: ['Assignee Change', 'Value Change'],
};

/** Turns some notes and to-dos into edits of the record they are about; interactions stay as they are. */
export function recordEdits(
  context: GeneratorContext,
  { activities, leads, people, companies, opportunities }: AccountRecords,
): void {
  const random = topicRandom(context, 12);
  const modified = new Map<number, number>();
  const addDates = (type: EntityType, rows: readonly { id: number; date_modified: number }[]): void => {
    for (const row of rows) modified.set(recordKey(type, row.id), row.date_modified);
  };
  addDates('lead', leads);
  addDates('person', people);
  addDates('company', companies);
  addDates('opportunity', opportunities);
  const unconverted = new Map(leads.filter((one) => one.converted_at === null).map((one) => [one.id, one]));
  for (const activity of activities) {
    const { parent, type, activity_date } = activity;
    if (type.category === 'system' || !nonInteractionTypes.has(type.id)) continue;
    const lastEdit = modified.get(recordKey(parent.type, parent.id)) ?? 0;
    if (activity_date > lastEdit || !random.chance(0.3)) continue;
    const name = random.pick(editNames[parent.type] ?? []);
    const lead = parent.type === 'lead' ? unconverted.get(parent.id) : undefined;
    activity.type = { id: name === 'Assignee Change' ? 2 : 1, category: 'system', name };
    activity.details = null;
    if (lead === undefined) continue;
    changeStatus(random, activity, lead);
    unconverted.delete(lead.id);
  }
}

/** The latest edit of an unconverted lead becomes the change to its present status. */
function changeStatus(random: RandomStream, activity: Activity, { status }: Lead): void {
  activity.type = { id: 1, category: 'system', name: 'Status Change' };
  activity.old_value = random.pick(accountLeadStatuses.filter(({ name }) => name !== status)).name;
  activity.new_value = status;
}
