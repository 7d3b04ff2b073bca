import { defineTool } from '../src/tool/tool.ts';
import { paging } from './inputs/parameter.ts';
import { namePart } from './inputs/post-filters.ts';
import { userRecord } from './records/user.ts';

export const listUsers = defineTool({
  operation: 'listUsers',
  title: 'List users',
  description: 'Users (record owners) with their teams.',
  input: { ...namePart.input, ...paging(200) },
  returns: { form: 'page', record: userRecord },
  request: ({ name }) => ({ body: {}, postFilters: namePart.postFilters(name) }),
});
