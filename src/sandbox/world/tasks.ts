import { customValues } from './custom-values.ts';
import { type Ground, past, stream } from './ground.ts';
import { CUSTOM_ACTIVITY_TYPES } from './lists.ts';
import { CHORES, details, TAGS } from './phrases.ts';
import type { Random } from './random.ts';
import type { Pointer, Priority, Project, Task } from './records.ts';
import { owner } from './users.ts';

const DAY = 86_400;
const PRIORITIES: readonly Priority[] = ['None', 'None', 'None', 'Low', 'Medium', 'High'];

/** What a task or a project can belong to, by its name. */
export interface Subject extends Pointer {
  name: string;
}

/** All tasks, three in five open, due from a month ago to a month ahead, every day of this week among them. */
export function tasks(ground: Ground, subjects: readonly Subject[]): Task[] {
  const random = stream(ground, 5);
  return Array.from({ length: ground.size.tasks }, (_, index) => {
    const subject = random.chance(0.9) ? random.pick(subjects) : null;
    const open = random.chance(0.6);
    const created = past(ground, random, 200);
    const due = ground.calendar.midnight(ground.today + dueIn(random, open)) + random.int(8, 17) * 3600;
    const completed = open ? null : created + Math.floor((ground.now - created) * random.next());
    const dated = random.chance(0.9);
    const task: Task = {
      id: 2_827_698 + index * 31,
      name: subject === null ? random.pick(CHORES) : `${random.pick(CHORES)}: ${subject.name}`,
      related_resource: relation(random, subject),
      assignee_id: owner(random),
      due_date: dated ? due : null,
      reminder_date: dated && random.chance(0.3) ? due - DAY : null,
      completed_date: completed,
      priority: random.pick(PRIORITIES),
      status: open ? 'Open' : 'Completed',
      details: details(random),
      tags: random.chance(0.2) ? random.some(TAGS, 2) : [],
      custom_fields: customValues('task', random, ground),
      date_created: created,
      date_modified: completed ?? created,
    };
    if (random.chance(0.8)) {
      task.custom_activity_type_id = random.chance(0.9) ? random.pick(CUSTOM_ACTIVITY_TYPES).id : null;
    }
    return task;
  });
}

function dueIn(random: Random, open: boolean): number {
  return open ? random.int(-20, 30) : random.int(-120, 5);
}

/** A task without a subject is written in two ways. */
function relation(random: Random, subject: Subject | null): Task['related_resource'] {
  if (subject !== null) return { id: subject.id, type: subject.type };
  return random.chance(0.5) ? { id: null, type: null } : null;
}

/** All projects, each at a company; they show up as related items only. */
export function projects(ground: Ground, companies: readonly { id: number; name: string }[]): Project[] {
  const random = stream(ground, 6);
  return Array.from({ length: ground.size.projects }, (_, index) => {
    const company = random.pick(companies);
    return {
      id: 144_300 + index * 7,
      name: `${company.name} roll-out`,
      related_resource: { id: company.id, type: 'company' },
      tags: random.chance(0.5) ? random.some(TAGS, 2) : [],
    };
  });
}
