import type { NameList } from '../../src/tool/names.ts';
import { defineReport } from '../../src/tool/report.ts';
import { shortText } from '../inputs/schemas.ts';
import { briefCompany } from './brief/company.ts';
import { briefLead } from './brief/lead.ts';
import { briefOpportunity } from './brief/opportunity.ts';
import { briefPerson } from './brief/person.ts';
import type { Brief } from './brief/record-table.ts';
import { resolve } from './brief/resolve.ts';
import { createRoom } from './brief/room.ts';
import { createSeeker } from './brief/seeker.ts';
import type { Kind } from './kinds.ts';
import { readReference } from './reference.ts';

/** Requests of one brief, the search for the record and the lists of names included. */
const most = 8;

const briefs: Readonly<Record<Kind, Brief>> = {
  person: briefPerson,
  company: briefCompany,
  lead: briefLead,
  opportunity: briefOpportunity,
};

/** Everything that one should know of one record before talking to them, in one answer. */
export const brief = defineReport({
  name: 'brief',
  title: 'Brief on a record',
  description:
    'What to know before a meeting or call, in one answer: one person, company, lead or opportunity with its people, open deals and tasks, last activities, last contact and by whom.',
  input: {
    about: shortText.describe('"Jane Doe", "Jane at Acme", "company Acme", "opportunity 1234" or an e-mail'),
  },
  async run({ about }, context) {
    const seeker = createSeeker(context);
    const books: NameList[] = ['user', 'activity_type'];
    if (readReference(about).kind !== 'lead') books.push('stage');
    const [lists, { kind, row }] = await Promise.all([
      context.prepare(books),
      resolve(about, seeker, context.note),
    ]);
    // Hundreds of users take several pages, once in a while: no reason to leave the record's parts unread.
    const room = createRoom(most - Math.min(lists, books.length) - seeker.spent(), most, context);
    const answer = await briefs[kind](row, room, context);
    room.tell(`${kind} ${row.id}`);
    return answer;
  },
});
