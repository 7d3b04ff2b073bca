import { z } from 'zod/v3';
import { defineTool } from '../src/tool/tool.ts';
import { nameHas } from './inputs/name-has.ts';
import { paging } from './inputs/paging.ts';
import { words } from './inputs/words.ts';
import { tagRecord } from './records/tag.ts';

export const listTags = defineTool({
  operation: 'listTags',
  title: 'List tags',
  description: 'Tags and how many records of each kind carry them.',
  input: {
    ...nameHas.input,
    sort: z.enum(['name', 'count']).optional(),
    names_only: z.boolean().describe('No counts, up to 10,000').optional(),
    after: words.describe('Last tag seen').optional(),
    ...paging(200),
  },
  returns: { form: 'list', record: tagRecord },
  request: ({ name, sort, names_only: namesOnly, after }) => ({
    query: {
      ...(sort === undefined ? {} : { sort_by: sort }),
      ...(namesOnly === undefined ? {} : { tag_names_only: namesOnly }),
      ...(after === undefined ? {} : { last_tag_value: after }),
    },
    postFilters: nameHas.keep(name),
  }),
});
