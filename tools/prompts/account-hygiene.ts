import type { Prompt } from '../../src/tool/prompt.ts';
import { anyOwner } from './inputs.ts';

/** What is missing, stale or forgotten. */
export const accountHygiene: Prompt = {
  name: 'account_hygiene',
  title: 'Account hygiene',
  description: 'Records that are missing something, stale or forgotten.',
  arguments: [anyOwner],
  text: `Find what needs tidying in Copper. Owner: {owner}.
Use in this order; where no owner stands below, add this one:
1. {search_opportunities} status=Open closes=..yesterday limit=10
2. {search_opportunities} status=Open company=none limit=10
3. {search_opportunities} status=Open owner=none limit=10
4. {search_people} company=none limit=10
5. {search_companies} owner=none limit=10
6. {search_leads} filters=[{"name":"modified_date","value":"..-90d"}] limit=10
7. {search_tasks} status=Open due=..-30d limit=10
If one of them is forbidden for this account, say so and go on with the next.
Answer with a table: problem, how many records (the total in the first line of each answer), three examples with ids, what to do. Largest problem first. You can only read: do not offer to change records.`,
};
