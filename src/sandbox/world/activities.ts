import type { Deal } from './deals.ts';
import { type Ground, past, stream } from './ground.ts';
import { ACTIVITY_TYPES } from './lists.ts';
import { prose } from './phrases.ts';
import { recordKey } from './record-key.ts';
import type { Activity, Pointer, Task } from './records.ts';
import { history } from './system-events.ts';
import { owner } from './users.ts';

/** A record somebody can talk to. */
export interface Party extends Pointer {
  assignee_id: number | null;
  date_created: number;
}

const USER_TYPES = ACTIVITY_TYPES.filter((type) => type.category === 'user' && !type.is_disabled);
const FIRST_ID = 5_624_069_704;
const NOTE = 0;

/** All activities, newest first: what deals went through, and what users did with the parties. */
export function activities(
  ground: Ground,
  deals: readonly Deal[],
  parties: readonly (readonly Party[])[],
): Activity[] {
  const random = stream(ground, 7);
  const drafts = deals.flatMap(history);
  while (drafts.length < ground.size.activities) {
    const party = random.pick(random.pick(parties));
    const type = random.pick(USER_TYPES);
    const hoped = past(ground, random, 540);
    const late = party.date_created + Math.floor((ground.now - party.date_created) * random.next());
    const at = hoped > party.date_created ? hoped : late;
    drafts.push({
      parent: { id: party.id, type: party.type },
      type: { id: type.id, category: 'user' },
      user_id: random.chance(0.8) && party.assignee_id !== null ? party.assignee_id : owner(random),
      details: prose(random, random.chance(0.01) ? 60 : random.int(1, 3)),
      activity_date: at,
      old_value: null,
      new_value: null,
      date_created: at,
      date_modified: at,
    });
  }
  return drafts
    .sort((a, b) => a.activity_date - b.activity_date)
    .map((draft, index) => ({ id: FIRST_ID + index * 37, ...draft }))
    .reverse();
}

/** Puts some notes on a task of the record they were about. */
export function noteOnTasks(ground: Ground, all: readonly Activity[], tasks: readonly Task[]): void {
  const random = stream(ground, 13);
  const byRecord = new Map<number, Task>();
  for (const task of tasks) {
    const { id = null, type = null } = task.related_resource ?? {};
    if (id !== null && type !== null) byRecord.set(recordKey(type, id), task);
  }
  for (const activity of all) {
    const { parent, type, activity_date } = activity;
    if (type.category !== 'user' || type.id !== NOTE) continue;
    const task = byRecord.get(recordKey(parent.type, parent.id));
    if (task === undefined) continue;
    if (activity_date >= task.date_created && random.chance(0.5)) {
      activity.parent = { id: task.id, type: 'task' };
    }
  }
}
