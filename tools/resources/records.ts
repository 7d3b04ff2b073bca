import type { RecordResource } from '../../src/tool/capabilities.ts';
import type { OperationTool } from '../../src/tool/tool.ts';
import { getOpportunity } from '../get-opportunity.ts';
import { searchCompanies } from '../search-companies.ts';
import { searchLeads } from '../search-leads.ts';
import { searchPeople } from '../search-people.ts';

const published = (path: string, name: string, subject: string) => ({
  uriTemplate: `copper://${path}/{id}`,
  name,
  title: `One ${name}`,
  description: `${subject} by id, with all fields and names instead of ids.`,
  mimeType: 'text/plain',
});

/** A search as a tool that returns one record, if Copper has no operation for that. */
const single = (tool: OperationTool): OperationTool => ({
  ...tool,
  returns: { ...tool.returns, form: 'one' },
});

const byId = (id: number) => ({ name: 'ids', value: String(id) });

/** The four record types that have addresses. */
export const recordResources: readonly RecordResource[] = [
  {
    published: published('people', 'person', 'A contact'),
    tool: single(searchPeople),
    input: (id) => ({ filters: [byId(id)] }),
  },
  {
    published: published('companies', 'company', 'A company'),
    tool: single(searchCompanies),
    input: (id) => ({ filters: [byId(id)] }),
  },
  {
    published: published('leads', 'lead', 'A lead, converted or not,'),
    tool: single(searchLeads),
    input: (id) => ({ filters: [byId(id), { name: 'include_converted_leads', value: 'true' }] }),
  },
  {
    published: published('opportunities', 'opportunity', 'A deal'),
    tool: getOpportunity,
    input: (id) => ({ id }),
  },
];
