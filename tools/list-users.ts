import { defineTool } from '../src/tool/tool.ts';
import { nameContains } from './inputs/local-filters.ts';
import { paging } from './inputs/parameter.ts';
import { userRecord } from './records/user.ts';

export const listUsers = defineTool({
  operation: 'listUsers',
  title: 'List users',
  description: 'Users (record owners) with their teams.',
  input: { ...nameContains.input, ...paging(200) },
  returns: { form: 'page', record: userRecord, neverEmpty: true },
  request: ({ name }) => ({ body: {}, localFilters: nameContains.localFilters(name) }),
});
