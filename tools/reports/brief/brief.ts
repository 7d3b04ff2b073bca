import type { NameList } from '../../../src/tool/names.ts';
import { defineReport } from '../../../src/tool/report.ts';
import { words } from '../../inputs/words.ts';
import type { RecordKind } from '../lookup/record-kinds.ts';
import { readRecordReference } from '../lookup/record-reference.ts';
import { briefCompany } from './company.ts';
import { briefLead } from './lead.ts';
import { briefOpportunity } from './opportunity.ts';
import { briefPerson } from './person.ts';
import { createRecordLookup } from './record-lookup.ts';
import type { BriefRecord } from './record-table.ts';
import { createRequestAllowance } from './request-allowance.ts';
import { resolveRecord } from './resolve-record.ts';

/** Requests of one brief, the search for the record and the lists of names included. */
const most = 8;

const briefs: Readonly<Record<RecordKind, BriefRecord>> = {
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
    about: words.describe('"Jane Doe", "Jane at Acme", "company Acme", "opportunity 1234" or an e-mail'),
  },
  async run({ about }, context) {
    const seeker = createRecordLookup(context);
    const books: NameList[] = ['user', 'activity_type'];
    if (readRecordReference(about).kind !== 'lead') books.push('stage');
    const [lists, { kind, row }] = await Promise.all([
      context.prepare(books),
      resolveRecord(about, seeker, context.note),
    ]);
    // Hundreds of users take several pages, once in a while: no reason to leave the record's parts unread.
    const room = createRequestAllowance(
      most - Math.min(lists, books.length) - seeker.requests(),
      most,
      context,
    );
    const answer = await briefs[kind](row, room, context);
    room.noteSkipped(`${kind} ${row.id}`);
    return answer;
  },
});
