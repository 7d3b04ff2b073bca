import { defineTool } from '../src/tool/tool.ts';
import { namePart } from './inputs/local-filters.ts';
import { paging } from './inputs/parameter.ts';
import { userRecord } from './records/user.ts';

export const listUsers = defineTool({
  operation: 'listUsers',
  title: 'List users',
  description: 'Users (record owners) with their teams.',
  input: { ...namePart.input, ...paging(200) },
  returns: { form: 'page', record: userRecord },
  request: ({ name }) => ({ body: {}, localFilters: namePart.localFilters(name) }),
});
