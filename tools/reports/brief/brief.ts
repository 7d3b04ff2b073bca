import type { NameKind } from '../../../src/tool/names.ts';
import { defineReport } from '../../../src/tool/report.ts';
import { shortText } from '../../inputs/parameter.ts';
import { readRecordReference } from '../lookup/record-kinds.ts';
import { createRecordLookup } from '../lookup/record-lookup.ts';
import { createBriefAllowance } from './brief-allowance.ts';
import { briefs } from './briefs.ts';
import { columnsToRead } from './record-columns.ts';
import { maxCompared, resolveRecord } from './resolve-record.ts';

/** Requests of one brief, including the search for the record and the lists of names. */
const maxBriefRequests = 10;

/** Everything to know about one record before talking to its people, in one answer. */
export const brief = defineReport({
  name: 'brief',
  title: 'Brief on a record',
  description:
    'What to know before a meeting or call, in one answer: one person, company, lead or opportunity with its people, open deals and tasks, last activities, last contact and by whom.',
  input: {
    about: shortText.describe('"Jane Doe", "Jane at Acme", "company Acme", "opportunity 1234" or an e-mail'),
  },
  async run({ about }, context) {
    const lookup = createRecordLookup(context, columnsToRead, maxCompared);
    const reference = readRecordReference(about);
    const lists: NameKind[] = [
      'user',
      'activity_type',
      ...(reference.kind === 'lead' ? [] : ['stage' as const]),
    ];
    const [listRequests, { kind, row }] = await Promise.all([
      context.prepare(lists),
      resolveRecord(about, reference, lookup, context),
    ]);
    // A list of many users takes several requests, and only once: it should not cost the brief any of its sections.
    const left = maxBriefRequests - Math.min(listRequests, lists.length) - lookup.requests();
    const allowance = createBriefAllowance(left, maxBriefRequests, context);
    const answer = await briefs[kind](row, allowance, context);
    allowance.noteSkipped(`${kind} ${row.id}`);
    return answer;
  },
});
