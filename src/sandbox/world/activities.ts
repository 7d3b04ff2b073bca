import type { Deal } from './deals.ts';
import { type Ground, past, stream } from './ground.ts';
import { ACTIVITY_TYPES } from './lists.ts';
import { prose } from './phrases.ts';
import type { Activity, Pointer } from './records.ts';
import { owner } from './users.ts';

/** A record somebody can talk to. */
export interface Party extends Pointer {
  assignee_id: number | null;
  date_created: number;
}

type Draft = Omit<Activity, 'id'>;

const USER_TYPES = ACTIVITY_TYPES.filter((type) => type.category === 'user' && !type.is_disabled);
const FIRST_ID = 5_624_069_704;

/** 6,000 activities, newest first: what deals went through, and what users did with the parties. */
export function activities(
  ground: Ground,
  deals: readonly Deal[],
  parties: readonly (readonly Party[])[],
): Activity[] {
  const random = stream(ground, 7);
  const drafts = deals.flatMap(history);
  while (drafts.length < 6000) {
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

/** A deal's events as the system writes them. */
function history({ record, life }: Deal): Draft[] {
  return life.events.map((event) => ({
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
