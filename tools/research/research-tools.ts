import { z } from 'zod/v3';
import type { ResearchTool } from '../../src/tool/report.ts';
import { shortText } from '../inputs/parameter.ts';
import { brief } from '../reports/brief/brief.ts';
import { find } from '../reports/find/find.ts';

/** `find` as ChatGPT's deep research calls it. */
const search: ResearchTool = {
  name: 'search',
  title: 'Search records',
  description:
    'People, companies, leads and deals in Copper CRM by a name or part of it, an e-mail, a domain or a phone number.',
  input: z.object({ query: shortText }),
  form: 'results',
  report: find,
  reportInput: ({ query }) => ({ text: query }),
};

/** `brief` as it calls that. */
const fetch: ResearchTool = {
  name: 'fetch',
  title: 'Fetch a record',
  description: 'One record with its people, open deals and tasks, last activities and last contact.',
  input: z.object({ id: shortText.describe('as search returns it, e.g. "person 12"') }),
  form: 'document',
  report: brief,
  reportInput: ({ id }) => ({ about: id }),
};

/** The tools that ChatGPT's deep research and company knowledge ask for: chosen by `research`, no part of `all`. */
export const researchTools: readonly ResearchTool[] = [search, fetch];
