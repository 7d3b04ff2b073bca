import { z } from 'zod/v3';
import { defineTool } from '../src/tool/tool.ts';
import { nameContains } from './inputs/local-filters.ts';
import { paging, shortText } from './inputs/parameter.ts';
import { tagRecord } from './records/tag.ts';

export const listTags = defineTool({
  operation: 'listTags',
  title: 'List tags',
  description: 'Tags and how many records of each type have them.',
  input: {
    ...nameContains.input,
    sort: z.enum(['name', 'count']).optional(),
    names_only: z.boolean().describe('No counts, up to 10,000').optional(),
    after: shortText.describe('Last tag seen').optional(),
    ...paging(200),
  },
  returns: { form: 'list', record: tagRecord },
  request: ({ name, sort, names_only: namesOnly, after }) => ({
    query: {
      ...(sort === undefined ? {} : { sort_by: sort }),
      ...(namesOnly === undefined ? {} : { tag_names_only: namesOnly }),
      ...(after === undefined ? {} : { last_tag_value: after }),
    },
    localFilters: nameContains.localFilters(name),
  }),
});
