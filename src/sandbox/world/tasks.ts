import type { ActivitySubject } from './activities.ts';
import { secondsPerDay } from './calendar.ts';
import { randomCustomValues } from './custom-fields.ts';
import { type GeneratorContext, pastInstant, topicRandom } from './generator-context.ts';
import { accountCustomActivityTypes } from './lists.ts';
import type { RandomStream } from './random.ts';
import type { Named, Priority, Project, Task } from './records.ts';
import { randomOwner } from './users.ts';
import { accountTags, randomDetails, taskTitles } from './words.ts';

const priorities: readonly Priority[] = ['None', 'None', 'None', 'Low', 'Medium', 'High'];

/** All tasks; three in five are open, and due from 20 days ago to 30 days ahead. */
export function generateTasks(context: GeneratorContext, subjects: readonly ActivitySubject[]): Task[] {
  const random = topicRandom(context, 5);
  return Array.from({ length: context.size.tasks }, (_, index) => {
    const subject = random.chance(0.9) ? random.pick(subjects) : null;
    const open = random.chance(0.6);
    const created = pastInstant(context, random, 200);
    const due = context.calendar.midnight(context.today + dueIn(random, open)) + random.int(8, 17) * 3600;
    const completed = open ? null : created + Math.floor((context.now - created) * random.next());
    const dated = random.chance(0.9);
    const task: Task = {
      id: 2_827_698 + index * 31,
      name: subject === null ? random.pick(taskTitles) : `${random.pick(taskTitles)}: ${subject.name}`,
      related_resource: relation(random, subject),
      assignee_id: randomOwner(random),
      due_date: dated ? due : null,
      reminder_date: dated && random.chance(0.3) ? due - secondsPerDay : null,
      completed_date: completed,
      priority: random.pick(priorities),
      status: open ? 'Open' : 'Completed',
      details: randomDetails(random),
      tags: random.chance(0.2) ? random.some(accountTags, 2) : [],
      custom_fields: randomCustomValues('task', random, context),
      date_created: created,
      date_modified: completed ?? created,
    };
    if (random.chance(0.8)) {
      task.custom_activity_type_id = random.chance(0.9) ? random.pick(accountCustomActivityTypes).id : null;
    }
    return task;
  });
}

function dueIn(random: RandomStream, open: boolean): number {
  return open ? random.int(-20, 30) : random.int(-120, 5);
}

/** Copper writes a missing relation in two forms. */
function relation(random: RandomStream, subject: ActivitySubject | null): Task['related_resource'] {
  if (subject !== null) return { id: subject.id, type: subject.type };
  return random.chance(0.5) ? { id: null, type: null } : null;
}

/** All projects, each of a company. */
export function generateProjects(context: GeneratorContext, companies: readonly Named[]): Project[] {
  const random = topicRandom(context, 6);
  return Array.from({ length: context.size.projects }, (_, index) => {
    const company = random.pick(companies);
    return {
      id: 144_300 + index * 7,
      name: `${company.name} roll-out`,
      related_resource: { id: company.id, type: 'company' },
      tags: random.chance(0.5) ? random.some(accountTags, 2) : [],
    };
  });
}
