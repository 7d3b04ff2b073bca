import type { RecordResource } from '../../src/tool/resource.ts';
import type { OperationTool } from '../../src/tool/tool.ts';
import { getOpportunity } from '../get-opportunity.ts';
import { searchCompanies } from '../search-companies.ts';
import { searchLeads } from '../search-leads.ts';
import { searchPeople } from '../search-people.ts';

const published = (path: string, one: string, what: string) => ({
  uriTemplate: `copper://${path}/{id}`,
  name: one,
  title: `One ${one}`,
  description: `${what} by id, all fields with names instead of ids.`,
  mimeType: 'text/plain',
});

/** The search as a tool that answers with one record, which Copper has no operation for. */
const single = (tool: OperationTool): OperationTool => ({
  ...tool,
  returns: { ...tool.returns, form: 'one' },
});

const byId = (id: number) => ({ name: 'ids', value: String(id) });

/** The four kinds of records that people refer to by address. */
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
