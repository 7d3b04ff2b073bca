import { describe, expect, test } from 'vitest';
import { z } from 'zod/v3';
import { parseInput } from '../../src/input/parse-input.ts';
import { defineRecord, textField } from '../../src/tool/record.ts';
import { defineTool } from '../../src/tool/tool.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { openTestClient } from '../tools/test-client.ts';

const tag = defineRecord({
  name: 'tag',
  plural: 'tags',
  fields: { name: textField('name') },
  shown: ['name'],
});
const toolWith = (input: z.ZodRawShape) =>
  defineTool({
    operation: 'listTags',
    title: 'List tags',
    description: 'Tags.',
    input,
    returns: { form: 'list', record: tag },
    request: () => ({}),
  });

const search = toolWith({
  name: z.string().optional(),
  status: z.array(z.enum(['Open', 'Won'])).optional(),
  owner: z.array(z.string()).optional(),
  fields: z.array(z.string()).optional(),
  limit: z.number().int().optional(),
  offset: z.number().int().optional(),
});

test.each<[string, unknown, ReturnType<typeof parseInput>]>([
  ['nothing', undefined, { input: {}, fields: undefined, limit: undefined, offset: 0 }],
  ['null', null, { input: {}, fields: undefined, limit: undefined, offset: 0 }],
  [
    'limit and offset in any form',
    { limit: '0', offset: ' 40' },
    { input: { limit: 0, offset: 40 }, fields: undefined, limit: 0, offset: 40 },
  ],
  [
    'one field for a list of them',
    { fields: '*' },
    { input: { fields: ['*'] }, fields: ['*'], limit: undefined, offset: 0 },
  ],
  [
    'null for a missing argument',
    { name: null, limit: 5 },
    { input: { limit: 5 }, fields: undefined, limit: 5, offset: 0 },
  ],
  [
    'a word in another case',
    { status: 'open' },
    { input: { status: ['Open'] }, fields: undefined, limit: undefined, offset: 0 },
  ],
])('takes %s', (_, given, expected) => {
  expect(parseInput(search, given)).toEqual(expected);
});

const all = 'Arguments of list_tags: name, status, owner, fields, limit, offset.';

test.each<[string, unknown, string]>([
  ['a text', 'name=Acme', 'list_tags takes an object of arguments.'],
  ['a list', [], 'list_tags takes an object of arguments.'],
  ['an unknown argument', { ower: 'me' }, `There is no argument "ower". Nearest: owner. ${all}`],
  ['one that is like nothing', { zzzzzzz: 1 }, `There is no argument "zzzzzzz". ${all}`],
  [
    'an unknown argument, even if it says null',
    { stage: null },
    `There is no argument "stage". Nearest: status, name. ${all}`,
  ],
  ['a key of every object', { constructor: 1 }, `There is no argument "constructor". ${all}`],
  ['a negative limit', { limit: -1 }, 'limit must be at least 0.'],
  ['a negative offset', { offset: '-20' }, 'offset must be at least 0.'],
  ['half a limit', { limit: 2.5 }, 'limit must be a whole number, not float.'],
  [
    'a list with an empty text',
    { owner: ['me', ''] },
    'owner contains an empty text, which Copper ignores; give a value or leave it out.',
  ],
  [
    'a list with a blank text',
    { owner: ['me', ' '] },
    'owner contains an empty text, which Copper ignores; give a value or leave it out.',
  ],
  ['another word', { status: 'opn' }, 'status cannot be "opn"; allowed: Open, Won. Nearest: Open.'],
])('refuses %s', (_, given, message) => {
  const call = () => parseInput(search, given);
  expect(call).toThrow(ToolError);
  expect(call).toThrow(expect.objectContaining({ kind: 'invalid_input', message }));
});

test('of few arguments all are told and none is guessed', () => {
  expect(() => parseInput(toolWith({ id: z.number() }), { name: 'x' })).toThrow(
    expect.objectContaining({
      message: 'There is no argument "name". Arguments of list_tags: id.',
    }),
  );
  expect(() => parseInput(toolWith({}), { name: 'x' })).toThrow(
    expect.objectContaining({ message: 'There is no argument "name". list_tags takes none.' }),
  );
});

test('a long name is not repeated whole', () => {
  expect(() => parseInput(search, { ['x'.repeat(200)]: 1 })).toThrow(`"${'x'.repeat(60)}…". Arguments`);
});

test('the object that was given stays as it was', () => {
  const given = { limit: '5', status: 'open' };
  parseInput(search, given);
  expect(given).toEqual({ limit: '5', status: 'open' });
});

describe('a number that can be a thousand or one is not guessed', async () => {
  const client = await openTestClient();
  test.each([
    ['search_opportunities', { limit: '1.000' }],
    ['search_opportunities', { offset: '1.000' }],
    ['search_opportunities', { value: '1.000' }],
    ['search_opportunities', { value: '>1.000' }],
    ['search_opportunities', { value: '€ 12.500..' }],
    ['search_opportunities', { value: '1.000..2.000' }],
    ['search_opportunities', { filters: [{ name: 'value', min: '1.000' }] }],
    ['search_opportunities', { filters: [{ name: 'ARR', value: '250.000' }] }],
    ['search_leads', { value: '10.000' }],
    ['summarize', { what: 'opportunities', filters: [{ name: 'value', max: '1.000' }] }],
    ['summarize', { what: 'opportunities', top: '1.000' }],
    ['summarize', { what: 'opportunities', max_requests: '1.000' }],
    ['deals_needing_attention', { value: '1.000' }],
  ])('%s %j', async (tool, input) => {
    expect(await client.error(tool, input)).toMatch(/^invalid_input: .*(?:can be read in two ways|number)/);
  });
});
