import { defineTool } from '../src/tool/tool.ts';
import { nameHas } from './inputs/name-has.ts';
import { paging } from './inputs/paging.ts';
import { userRecord } from './records/user.ts';

export const listUsers = defineTool({
  operation: 'listUsers',
  title: 'List users',
  description: 'Colleagues who own records, with their teams.',
  input: { ...nameHas.input, ...paging(200) },
  returns: { form: 'page', record: userRecord },
  request: ({ name }) => ({ body: {}, postFilters: nameHas.keep(name) }),
});
