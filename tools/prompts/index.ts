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
4. {funnel} limit=20
5. {search_opportunities} status=Open sort=-value limit=5
Answer with: the table of stages with number and total value of their deals (a separate total for each currency); what was won, lost and moved in the last 30 days; where deals are lost or stay long; the largest deals; those that need attention, with owner and reason; three things to do next. The reports read all deals: take totals from them, never add up rows yourself, and repeat what their notes say was not read.`,
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
  description: 'What is won and expected in a period, and how that stands against the target.',
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
Add this pipeline and owner to each call. Call in this order:
1. {forecast} during={period}
2. {forecast} during={period} by=owner
3. {search_opportunities} status=Open closes={period} sort=-value limit=10 fields=+probability
4. {search_opportunities} status=Open closes=..yesterday sort=-value limit=10
If I name a target, add it to steps 1 and 2, e.g. target="250000 USD".
Answer with: won, commit, best case and weighted totals against the target, if there is one; a table by owner; the deals that decide the result; open deals past their close date. Take totals from steps 1 and 2, with what their notes say, and never add up different currencies.`,
};

/** The owner of a day or a week; the person who asks by default. */
const myself: PromptInput = {
  ...anyOwner,
  description: 'Whose: a name, an e-mail address or "me"; default: me',
  otherwise: '"me"',
};

const forecastAgainstTarget: Prompt = {
  name: 'forecast_against_target',
  title: 'Forecast against target',
  description: 'How a period stands against its target, who carries it, and what could close the gap.',
  when: 'Use when someone names a target or a quota, or asks whether the number will be made.',
  arguments: [
    {
      name: 'target',
      description: 'e.g. "900,000 USD"; default: the targets that are set up',
      required: false,
      otherwise: 'those that are set up (leave target out)',
    },
    {
      name: 'period',
      description: 'e.g. this-month; default: this-quarter',
      required: false,
      otherwise: 'this-quarter',
    },
    anyPipeline,
  ],
  text: `How does {period} stand against its target in Copper? Target: {target}. Pipeline: {pipeline}.
Add this target to step 1, and this pipeline to each call. Call in this order:
1. {forecast} during={period}
2. {forecast} during={period} by=owner
3. {deals_needing_attention} closes={period} limit=10
4. {search_opportunities} status=Open closes={period} sort=-value limit=10
Answer with: target, won so far, gap, and what commit, best case and weighted would make of it; a table by owner; which open deals could close the gap, the likeliest first, and which of them need attention; what has to happen this week. Say what counts as commit, repeat what the notes say, and never add up different currencies. If no target is set up or given, ask me for it.`,
};

const dailyBriefing: Prompt = {
  name: 'daily_briefing',
  title: 'Daily briefing',
  description: "A person's day: tasks, meetings, deals that close or have gone silent, what others changed.",
  when: 'Use when a day begins, or when someone asks what is on their plate or what they missed.',
  arguments: [myself],
  text: `Brief me on the day of {owner} in Copper. Call in this order:
1. {today} owner={owner}
2. {pipeline_changes} owner={owner} during=-3d limit=10
3. {needing_attention} what=leads owner={owner} limit=5
Answer on one screen: what to do first and why; tasks due and overdue with whom they are about; deals that close this week or have gone silent; what others did on my records; new leads to answer. Leave out empty sections, say how many more there are, and what Copper cannot know, such as meetings of a calendar.`,
};

const weeklyFollowUps: Prompt = {
  name: 'weekly_follow_ups',
  title: 'Weekly follow-ups',
  description: 'Who to get back to this week: tasks, closing deals, silent contacts, new leads.',
  when: 'Use when someone plans a week, or asks whom to follow up with.',
  arguments: [myself],
  text: `List the follow-ups of {owner} for this week in Copper. Call in this order:
1. {today} owner={owner} limit=10
2. {search_tasks} owner={owner} status=Open due=today..+7d limit=50
3. {deals_needing_attention} owner={owner} limit=10
4. {needing_attention} what=people owner={owner} limit=10
5. {needing_attention} what=leads owner={owner} limit=10
If one of them is forbidden for this account, say so and continue with the next.
Answer with one list, most urgent first: who or what, why now (overdue, due, closing, silent since), the next step in a few words. List each record once and 20 at most; then say how many more there are.`,
};

const accountHygiene: Prompt = {
  name: 'account_hygiene',
  title: 'Account hygiene',
  description: 'Records that are incomplete, doubled, stale or forgotten.',
  when: 'Use when someone wants to tidy up the CRM, or asks about the quality of its data.',
  arguments: [anyOwner],
  text: `Find what needs tidying up in Copper. Owner: {owner}.
Add this owner to each call. Call in this order:
1. {hygiene} limit=20
2. {deals_needing_attention} limit=10
3. {needing_attention} what=companies limit=10
4. {search_tasks} status=Open due=..-30d limit=10
If one of them is forbidden for this account, say so and continue with the next.
Answer with a table: problem, number of records as the reports count them, three examples with ids, what to do. Put the largest problem first. You can only read: do not offer to change records.`,
};

/** All prompts, in the order people read them. A numbered line of a prompt is a call of a tool. */
export const prompts: readonly Prompt[] = [
  dailyBriefing,
  pipelineReview,
  meetingBrief,
  forecast,
  forecastAgainstTarget,
  weeklyFollowUps,
  accountHygiene,
];
