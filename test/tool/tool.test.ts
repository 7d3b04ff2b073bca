import { expect, test } from 'vitest';
import { z } from 'zod/v3';
import { operationIds } from '../../src/tool/operation.ts';
import { defineRecord, textField } from '../../src/tool/record.ts';
import { defineTool, toolName } from '../../src/tool/tool.ts';

const tag = defineRecord({
  name: 'tag',
  plural: 'tags',
  fields: { name: textField('name') },
  shown: ['name'],
});

test.each([
  ['searchOpportunities', 'search_opportunities'],
  ['getRelatedItemsByType', 'get_related_items_by_type'],
  ['listTags', 'list_tags'],
] as const)('%s is %s', (operation, name) => {
  expect(toolName(operation)).toBe(name);
});

test('the 27 names are different, and short enough for every client', () => {
  const names = operationIds.map(toolName);
  expect(new Set(names).size).toBe(27);
  for (const name of names) expect(name).toMatch(/^[a-z_]{1,40}$/);
});

test('a tool is what its author wrote, with its name and a schema', async () => {
  const tool = defineTool({
    operation: 'listTags',
    title: 'List tags',
    description: 'Tags.',
    input: { name: z.string().optional() },
    returns: { form: 'list', record: tag },
    request: ({ name }) => ({ query: { name: name ?? 'none' } }),
  });
  expect(tool).toMatchObject({ name: 'list_tags', operation: 'listTags', title: 'List tags' });
  expect(tool.input.parse({ name: 'vip' })).toEqual({ name: 'vip' });
});
