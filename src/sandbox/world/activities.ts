import type { AccountRecords } from './deal-record.ts';
import type { GeneratedDeal } from './deals.ts';
import { type GeneratorContext, pastInstant, topicRandom } from './generator-context.ts';
import { accountActivityTypes, noteTypeId } from './lists.ts';
import { type Activity, type EntityReference, recordKey, type Task } from './records.ts';
import { dealActivities } from './system-events.ts';
import { randomOwner } from './users.ts';
import { randomSentences } from './words.ts';

/** A record that activities and tasks can be about. */
export interface ActivitySubject extends EntityReference {
  name: string;
  assignee_id: number | null;
  date_created: number;
}

const enabledUserTypes = accountActivityTypes.filter((type) => type.category === 'user' && !type.is_disabled);
const firstId = 5_624_069_704;

/**
 * All activities, newest first: the histories of the deals, and what users logged.
 *
 * `subjectLists` are lists of records; each activity picks a list, then a record of it.
 */
export function generateActivities(
  context: GeneratorContext,
  deals: readonly GeneratedDeal[],
  subjectLists: readonly (readonly ActivitySubject[])[],
): Activity[] {
  const random = topicRandom(context, 7);
  const drafts = deals.flatMap(dealActivities);
  while (drafts.length < context.size.activities) {
    const subject = random.pick(random.pick(subjectLists));
    const type = random.pick(enabledUserTypes);
    const drawn = pastInstant(context, random, 540);
    const late = subject.date_created + Math.floor((context.now - subject.date_created) * random.next());
    const at = drawn > subject.date_created ? drawn : late;
    drafts.push({
      parent: { id: subject.id, type: subject.type },
      type: { id: type.id, category: 'user' },
      user_id: random.chance(0.8) && subject.assignee_id !== null ? subject.assignee_id : randomOwner(random),
      details: randomSentences(random, random.chance(0.01) ? 60 : random.int(1, 3)),
      activity_date: at,
      old_value: null,
      new_value: null,
      date_created: at,
      date_modified: at,
    });
  }
  return drafts
    .sort((a, b) => a.activity_date - b.activity_date)
    .map((draft, index) => ({ id: firstId + index * 37, ...draft }))
    .reverse();
}

/** Moves half of the notes on records with a task to that task. */
export function moveNotesToTasks(context: GeneratorContext, { activities, tasks }: AccountRecords): void {
  const random = topicRandom(context, 13);
  const byRecord = new Map<number, Task>();
  for (const task of tasks) {
    const { id = null, type = null } = task.related_resource ?? {};
    if (id !== null && type !== null) byRecord.set(recordKey(type, id), task);
  }
  for (const activity of activities) {
    const { parent, type, activity_date } = activity;
    if (type.category !== 'user' || type.id !== noteTypeId) continue;
    const task = byRecord.get(recordKey(parent.type, parent.id));
    if (task === undefined) continue;
    if (activity_date >= task.date_created && random.chance(0.5)) {
      activity.parent = { id: task.id, type: 'task' };
    }
  }
}
