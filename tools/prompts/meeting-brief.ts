import type { Prompt } from '../../src/tool/prompt.ts';

/** What to know before meeting a company. */
export const meetingBrief: Prompt = {
  name: 'meeting_brief',
  title: 'Meeting brief',
  description: 'What to know before a meeting with a company.',
  arguments: [{ name: 'company', description: 'Name of the company', required: true, completes: 'company' }],
  text: `Prepare me for a meeting with the company {company} in Copper. Use in this order:
1. {search_companies} name={company} fields=* limit=5
2. {search_people} company={company} fields=["name","title","email","last_contact"] limit=25
3. {search_opportunities} company={company} status=Open sort=-value
4. {get_company_activities} id=<id of the company> limit=10
5. {search_tasks} related="company <id of the company>" status=Open
If several companies fit in step 1, ask me which one is meant.
Answer on one page: who they are and who owns them; whom we know, with roles and last contact; open deals with stage, value and close date; what happened last, newest first; open tasks; three questions to ask. Leave out what is empty.`,
};
