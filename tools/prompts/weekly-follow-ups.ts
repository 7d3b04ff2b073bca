import type { Prompt } from '../../src/tool/prompt.ts';
import { anyOwner } from './inputs.ts';

/** Whom to get back to this week. */
export const weeklyFollowUps: Prompt = {
  name: 'weekly_follow_ups',
  title: 'Weekly follow-ups',
  description: 'Whom to get back to this week: tasks, closing deals, silence.',
  arguments: [
    {
      ...anyOwner,
      description: 'Whose week: a name, an e-mail or "me"; mine unless told',
      otherwise: '"me"',
    },
  ],
  text: `List the follow-ups of {owner} for this week in Copper. Use in this order:
1. {search_tasks} owner={owner} status=Open due=..now limit=50
2. {search_tasks} owner={owner} status=Open due=today..+7d limit=50
3. {search_opportunities} owner={owner} status=Open closes=..+7d sort=-value limit=25
4. {search_opportunities} owner={owner} status=Open filters=[{"name":"interaction_date","value":"..-14d"}] limit=25
5. {search_leads} owner={owner} created=-7d limit=25
If one of them is forbidden for this account, say so and go on with the next.
Answer with one list, most urgent first: who or what, why now (overdue, due, closing, silent since), the next step in a few words. Each record once, at most 20; then how many more there are.`,
};
