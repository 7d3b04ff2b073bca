import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { expect, test } from 'vitest';
import { z } from 'zod/v3';
import { publish } from '../src/mcp/publish.ts';
import { instructions } from '../src/mcp/tool-selection.ts';
import { published, publishedJson, publishedResearch } from '../src/published.ts';
import { tokenCounts } from '../src/token-counts.ts';
import { isObject } from '../src/tool/json.ts';
import { operationIds } from '../src/tool/operation.ts';
import { toolsIn, withToolNames } from '../src/tool/outgoing-text.ts';
import { defineRecord, textField } from '../src/tool/record.ts';
import { defineTool, toolName, unpublished } from '../src/tool/tool.ts';
import { tools } from '../tools/index.ts';
import { reports } from '../tools/reports/index.ts';

/** The same value with its keys in order, so that a snapshot changes only where a model would see a change. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}

test.each([...published, ...publishedResearch])('$name is what it was', async (tool) => {
  const json = `${JSON.stringify(sorted(tool), null, 2)}\n`;
  await expect(json).toMatchFileSnapshot(`snapshots/published/${tool.name}.json`);
});

test('every operation is published once, in the order of the list, and the reports after them', () => {
  const names = published.map(({ name }) => name);
  const operations = tools.map(({ name }) => name);
  expect(names).toEqual([...operations, ...reports.map(({ name }) => name)]);
  expect([...operations].sort()).toEqual(operationIds.map(toolName).sort());
  expect(new Set(names).size).toBe(names.length);
});

const counted = ({ name, description, inputSchema }: (typeof published)[number]) => ({
  name,
  tokens: countTokens(JSON.stringify({ name, description, inputSchema })),
});
const tokens = published.map(counted);
const sum = (some: typeof tokens) => some.reduce((total, each) => total + each.tokens, 0);

test('a model pays at most 3,500 tokens for all operations, 5,200 with the reports', () => {
  expect(sum(tokens.slice(0, tools.length))).toBeLessThanOrEqual(3_500);
  expect(sum(tokens)).toBeLessThanOrEqual(5_200);
  expect(tokenCounts).toEqual(
    Object.fromEntries(
      [...tokens, ...publishedResearch.map(counted)].map((each) => [each.name, each.tokens]),
    ),
  );
});

test('a model pays at most 350 tokens for any operation, 450 for a report', () => {
  const most = (at: number) => (at < tools.length ? 350 : 450);
  expect(tokens.filter((each, at) => each.tokens > most(at))).toEqual([]);
});

test('the instructions have at most 2,000 characters, and begin with when to reach for this server', () => {
  const served = withToolNames(instructions);
  expect(served.length).toBeLessThanOrEqual(2_000);
  expect(countTokens(served)).toBeLessThanOrEqual(450);
  expect(served.split('\n')[0]).toMatch(
    /^Copper CRM, read-only\. Use it for any question about .*deals.*pipeline.*forecast.*contacts.*companies.*leads.*follow-ups/,
  );
});

test('the instructions name each report, and no other tool', () => {
  expect(toolsIn(instructions).sort()).toEqual(reports.map(({ name }) => name).sort());
});

const words = ['type', 'description', 'enum', 'required', 'items', 'properties'];
const scalars = ['string', 'integer', 'number', 'boolean'];

/** Where a schema leaves what every model provider takes: scalars, lists of them, and one level of flat objects. */
function strange(schema: unknown, at: string, level: number): string[] {
  if (!isObject(schema)) return [`${at} is no schema`];
  const { type, properties, items, required, enum: choices } = schema;
  const found = Object.keys(schema).flatMap((word) => (words.includes(word) ? [] : `${at}: ${word}`));
  if (type === 'object' && level <= 1) {
    if (!isObject(properties)) return [...found, `${at} has no properties`];
    const names = Object.keys(properties);
    if (level > 0 && names.length === 0) found.push(`${at} is empty`);
    if (Array.isArray(required) && !required.every((name) => names.includes(String(name))))
      found.push(`${at} requires what it does not have`);
    return [...found, ...names.flatMap((name) => strange(properties[name], `${at}.${name}`, level + 1))];
  }
  if (type === 'array') {
    const nested = isObject(items) && items.type === 'array' ? [`${at} is a list of lists`] : [];
    return [...found, ...nested, ...strange(items, `${at}[]`, level)];
  }
  if (!scalars.includes(String(type))) found.push(`${at} is of type ${JSON.stringify(type)}`);
  if (
    choices !== undefined &&
    !(Array.isArray(choices) && choices.length > 0 && choices.every((one) => one !== ''))
  )
    found.push(`${at} has an empty choice`);
  return found;
}

test.each(published)('$name has a schema that every model provider takes', ({ name, inputSchema }) => {
  expect(inputSchema.type).toBe('object');
  expect(strange(inputSchema, name, 0)).toEqual([]);
});

test.each(tools)('$name publishes every input, with the required ones', ({ name, input }) => {
  const schema = published.find((each) => each.name === name)?.inputSchema;
  const required = Object.entries(input.shape).filter(([, each]) => !each.isOptional());
  expect(Object.keys(isObject(schema?.properties) ? schema.properties : {})).toEqual(
    Object.keys(input.shape),
  );
  expect(schema?.required ?? []).toEqual(required.map(([key]) => key));
});

test.each(published)(
  '$name says what it is and that it only reads',
  ({ name, title, description, annotations }) => {
    expect(name).toMatch(/^[a-z][a-z_]{2,39}$/);
    expect(title).toMatch(/^[A-Z].{3,60}$/);
    expect(description).toMatch(/^[A-Z].*[^.]\.$/s);
    expect(description.split(/(?<=\.) /).length).toBeLessThanOrEqual(3);
    expect(annotations).toEqual({
      title,
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: true,
    });
  },
);

test('the shape of answers is told only where answers are JSON', () => {
  expect(published.filter((tool) => 'outputSchema' in tool)).toEqual([]);
  expect(publishedJson.map(({ outputSchema: _, ...tool }) => tool)).toEqual(published);
  expect(publishedJson.every(({ outputSchema }) => outputSchema.type === 'object')).toBe(true);
});

test('what is not for models is taken out of a schema, at every depth, and names of inputs stay', () => {
  const tag = defineRecord({
    name: 'tag',
    plural: 'tags',
    fields: { name: textField('name') },
    shown: ['name'],
  });
  const inner = z.object({
    pattern: z.string().email().default('a@b.test'),
    min: z.string().describe(unpublished).optional(),
    count: z.number().min(1).max(5),
  });
  const tool = defineTool({
    operation: 'listTags',
    title: 'List tags',
    description: 'Tags.',
    input: {
      default: z.string().regex(/a/).optional(),
      list: z.array(inner).min(1).max(3),
      $ref: inner.strict(),
    },
    returns: { form: 'list', record: tag },
    request: () => ({}),
  });
  const properties = { pattern: { type: 'string' }, count: { type: 'number' } };
  const object = { type: 'object', properties, required: ['count'] };
  expect(publish([tool])[0]?.inputSchema).toEqual({
    type: 'object',
    properties: { default: { type: 'string' }, list: { type: 'array', items: object }, $ref: object },
    required: ['list', '$ref'],
  });
});

test.each<[string, unknown]>([
  ['a union', { type: 'object', properties: { a: { anyOf: [{ type: 'string' }] } } }],
  ['types in a list', { type: 'object', properties: { a: { type: ['string', 'null'] } } }],
  ['no type', { type: 'object', properties: { a: { description: 'x' } } }],
  [
    'a list of lists',
    {
      type: 'object',
      properties: { a: { type: 'array', items: { type: 'array', items: { type: 'string' } } } },
    },
  ],
  ['a list of nothing', { type: 'object', properties: { a: { type: 'array' } } }],
  [
    'objects in objects in objects',
    {
      type: 'object',
      properties: { a: { type: 'object', properties: { b: { type: 'object', properties: {} } } } },
    },
  ],
  ['an empty object', { type: 'object', properties: { a: { type: 'object', properties: {} } } }],
  ['a required name that is not there', { type: 'object', properties: {}, required: ['a'] }],
  ['a default', { type: 'object', properties: { a: { type: 'string', default: 'x' } } }],
  ['an empty choice', { type: 'object', properties: { a: { type: 'string', enum: [''] } } }],
  ['nothing', {}],
])('a schema that some refuse is seen: %s', (_, schema) => {
  expect(strange(schema, 'x', 0)).not.toEqual([]);
});
