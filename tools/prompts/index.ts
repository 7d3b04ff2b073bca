import type { Prompt, PromptInput } from '../../src/tool/capabilities.ts';

/** Whose records; everyone's by default. */
const anyOwner: PromptInput = {
  name: 'owner',
  description: 'Whose deals: a name, an e-mail address or "me"; default: everyone',
  required: false,
  completes: 'owner',
  otherwise: 'everyone (leave owner out)',
};

/** Which pipeline; all of them by default. */
const anyPipeline: PromptInput = {
  name: 'pipeline',
  description: 'Name of a pipeline; default: all',
  required: false,
  completes: 'pipeline',
  otherwise: 'all (leave pipeline out)',
};

const pipelineReview: Prompt = {
  name: 'pipeline_review',
  title: 'Pipeline review',
  description: 'What is open in a pipeline, what moved, what is stuck and what is late.',
  when: 'Use for a pipeline review, or when someone asks how the deals stand as a whole.',
  arguments: [anyPipeline, anyOwner],
  text: `Review the open deals in Copper. Pipeline: {pipeline}. Owner: {owner}.
Add this pipeline and owner to each call. Call in this order:
1. {summarize} what=opportunities by=stage measure="sum value" status=Open
2. {deals_needing_attention} limit=10
3. {pipeline_changes} during=-30d limit=10
4. {search_opportunities} status=Open sort=-value limit=5
Answer with: the table of stages with number and total value of their deals (a separate total for each currency); what was won, lost and moved in the last 30 days; the largest deals; those that need attention, with owner and reason; three things to do next. The reports read all deals: take totals from them, never add up rows yourself, and repeat what their notes say was not read.`,
};

const meetingBrief: Prompt = {
  name: 'meeting_brief',
  title: 'Meeting brief',
  description: 'What to know before a meeting with a company.',
  when: 'Use before a meeting or a call with a company, or when someone asks for everything about an account.',
  arguments: [{ name: 'company', description: 'Name of the company', required: true, completes: 'company' }],
  text: `Prepare me for a meeting with the company {company} in Copper. Call in this order:
1. {brief} about={company}
2. {get_company_activities} id=<id of the company> limit=10
3. {search_opportunities} company={company} status=["Won","Lost"] limit=5
If step 1 finds several companies, ask me which one I mean.
Answer on one page: who they are and who owns the account; whom we know there, with roles and last contact; open deals with stage, value and close date; what was won or lost before; recent activity, newest first; open tasks; three questions to ask. Leave out empty sections.`,
};

const forecast: Prompt = {
  name: 'forecast',
  title: 'Forecast',
  description: 'What is expected to be won in a period, weighted by win probability.',
  when: 'Use when someone asks what will be won, or how a month or quarter will end.',
  arguments: [
    {
      name: 'period',
      description: 'e.g. this-month, next-quarter, 2026-11-01..2026-11-30; default: this-quarter',
      required: false,
      otherwise: 'this-quarter',
    },
    anyPipeline,
    anyOwner,
  ],
  text: `Forecast the deals in Copper. Period: {period}. Pipeline: {pipeline}. Owner: {owner}.
Add this pipeline and owner to each search, and use offset to read all rows. Call in this order:
1. {list_pipelines}
2. {search_opportunities} status=Open closes={period} sort=-value limit=25 fields=+probability
3. {search_opportunities} status=Won closes={period} sort=-value limit=25
4. {search_opportunities} status=Open closes=..yesterday limit=25
Weight each open deal: value × probability / 100; where a deal has no probability, use that of its stage from step 1. Never add up different currencies.
Answer with: won, open and weighted totals; a table by stage; the deals that decide the result; open deals past their close date, which you leave out of the totals. Copper does not record when a deal was won: won deals are counted by their expected close date; say so.`,
};

const weeklyFollowUps: Prompt = {
  name: 'weekly_follow_ups',
  title: 'Weekly follow-ups',
  description: 'Who to get back to this week: tasks, closing deals, silent contacts.',
  when: 'Use when someone plans a week, or asks whom to follow up with.',
  arguments: [
    {
      ...anyOwner,
      description: 'Whose week: a name, an e-mail address or "me"; default: me',
      otherwise: '"me"',
    },
  ],
  text: `List the follow-ups of {owner} for this week in Copper. Call in this order:
1. {search_tasks} owner={owner} status=Open due=..now limit=50
2. {search_tasks} owner={owner} status=Open due=today..+7d limit=50
3. {search_opportunities} owner={owner} status=Open closes=..+7d sort=-value limit=25
4. {search_opportunities} owner={owner} status=Open filters=["interaction_date:..-14d"] limit=25
5. {search_leads} owner={owner} created=-7d limit=25
If one of them is forbidden for this account, say so and continue with the next.
Answer with one list, most urgent first: who or what, why now (overdue, due, closing, silent since), the next step in a few words. List each record once and 20 at most; then say how many more there are.`,
};

const accountHygiene: Prompt = {
  name: 'account_hygiene',
  title: 'Account hygiene',
  description: 'Records that are incomplete, stale or forgotten.',
  when: 'Use when someone wants to tidy up the CRM, or asks about the quality of its data.',
  arguments: [anyOwner],
  text: `Find what needs tidying up in Copper. Owner: {owner}.
Call in this order; where a step does not set an owner, add this one:
1. {search_opportunities} status=Open closes=..yesterday limit=10
2. {search_opportunities} status=Open company=none limit=10
3. {search_opportunities} status=Open owner=none limit=10
4. {search_people} company=none limit=10
5. {search_companies} owner=none limit=10
6. {search_leads} filters=["modified_date:..-90d"] limit=10
7. {search_tasks} status=Open due=..-30d limit=10
If one of them is forbidden for this account, say so and continue with the next.
Answer with a table: problem, number of records (the total in the first line of each answer), three examples with ids, what to do. Put the largest problem first. You can only read: do not offer to change records.`,
};

/** All prompts, in the order people read them. A numbered line of a prompt is a call of a tool. */
export const prompts: readonly Prompt[] = [
  pipelineReview,
  meetingBrief,
  forecast,
  weeklyFollowUps,
  accountHygiene,
];
