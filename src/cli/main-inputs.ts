/** The input that a tool is mostly called with: its value needs no name, as in `call find Globex`. Tools with several have none. */
const mainInputs: Readonly<Record<string, string>> = {
  find: 'text',
  brief: 'about',
  summarize: 'what',
  get_opportunity: 'id',
  get_opportunity_activities: 'id',
  get_person_activities: 'id',
  get_company_activities: 'id',
  get_lead_activities: 'id',
  get_user: 'id',
  get_person_by_email: 'email',
  search_opportunities: 'name',
  search_people: 'name',
  search_companies: 'name',
  search_leads: 'name',
  search_tasks: 'name',
};

/** What a value without a name is for this tool; undefined if that is not clear. */
export const mainInputOf = (tool: string): string | undefined =>
  Object.hasOwn(mainInputs, tool) ? mainInputs[tool] : undefined;
