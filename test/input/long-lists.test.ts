import { describe, expect, test } from 'vitest';
import {
  ZodArray,
  ZodEffects,
  ZodEnum,
  ZodNumber,
  ZodObject,
  ZodOptional,
  type ZodTypeAny,
  ZodUnion,
} from 'zod/v3';
import { parseInput } from '../../src/input/parse-input.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { tools } from '../../tools/index.ts';
import { readSelection } from '../../tools/inputs/read-selection.ts';
import { reports } from '../../tools/reports/index.ts';
import { openTestClient } from '../tools/test-client.ts';

const plain = (schema: ZodTypeAny): ZodTypeAny =>
  schema instanceof ZodOptional
    ? plain(schema.unwrap())
    : schema instanceof ZodEffects
      ? plain(schema.innerType())
      : schema instanceof ZodUnion
        ? plain(schema.options.at(-1))
        : schema;

const isAnyList = (schema: ZodTypeAny) => plain(schema) instanceof ZodArray;

/** A value of a list of this kind, the same for all places or another one for each. */
function itemOf(element: ZodTypeAny, at: number): unknown {
  const item = plain(element);
  if (item instanceof ZodNumber) return at;
  if (item instanceof ZodEnum) return item.options[0];
  if (item instanceof ZodObject) return at % 2 === 0 ? { name: 'name', value: `v${at}` } : `name: v${at}`;
  return `n${at}@example.com`;
}

const lists = [...tools, ...reports].flatMap((tool) =>
  Object.entries<ZodTypeAny>(tool.input.shape).flatMap(([name, schema]) => {
    const list = plain(schema);
    return list instanceof ZodArray ? [{ tool, name, element: list.element as ZodTypeAny }] : [];
  }),
);

function errorOf(tool: (typeof lists)[number]['tool'], input: Record<string, unknown>): string {
  try {
    parseInput(tool, input);
    return '';
  } catch (error) {
    if (error instanceof ToolError) return error.message;
    throw error;
  }
}

test('there are lists to look at', () => {
  expect(lists.length).toBeGreaterThan(40);
});

test('no list is inside of a list or an object, where nobody would look for it', () => {
  for (const { element } of lists) {
    const item = plain(element);
    expect(isAnyList(item)).toBe(false);
    if (item instanceof ZodObject) expect(Object.values<ZodTypeAny>(item.shape).some(isAnyList)).toBe(false);
  }
});

describe.each(lists.map((list) => [`${list.tool.name} ${list.name}`, list] as const))(
  '%s',
  (_, { tool, name, element }) => {
    const item = plain(element);
    const most = item instanceof ZodNumber ? 10_000 : item instanceof ZodObject ? 50 : 200;
    const values = (length: number) => Array.from({ length }, (_each, at) => itemOf(element, at));
    const tooMany = `${name} takes at most ${most.toLocaleString('en')} values`;

    test('takes so many values, and no more', () => {
      expect(errorOf(tool, { [name]: values(most) })).not.toContain('takes at most');
      expect(errorOf(tool, { [name]: values(most + 1) })).toBe(
        `${tooMany}, not ${(most + 1).toLocaleString('en')}: give fewer, or split them over several calls.`,
      );
    });

    test('counts those of a list that is a JSON text, and equal ones', () => {
      const same = Array.from({ length: most + 1 }, () => itemOf(element, 0));
      expect(errorOf(tool, { [name]: JSON.stringify(values(most + 1)) })).toContain(tooMany);
      expect(errorOf(tool, { [name]: same })).toContain(tooMany);
    });

    if (item instanceof ZodObject) return;
    test('counts those of a text with commas', () => {
      const text = values(most + 1).join(',');
      expect(errorOf(tool, { [name]: text })).toContain(tooMany);
    });
  },
);

const client = await openTestClient();
const many = (value: unknown, length = 201) => Array.from({ length }, () => value);

describe('through the door', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['pipeline_changes', { owner: many('!Dana Li', 12_000) }, 'owner takes at most 200 values, not 12,000'],
    ['deals_needing_attention', { owner: many('!Dana Li') }, 'owner takes at most 200 values, not 201'],
    ['search_opportunities', { stage: many('Negotiation', 48_000) }, 'stage takes at most 200'],
    ['search_opportunities', { stage: many('!Negotiation') }, 'stage takes at most 200'],
    ['search_opportunities', { fields: many('name', 48_000) }, 'fields takes at most 200'],
    ['search_opportunities', { fields: 'name,'.repeat(201) }, '(a comma in a text begins another one)'],
    ['search_opportunities', { tags: [`all:${'a,'.repeat(201)}`] }, 'tags takes at most 200'],
    [
      'search_opportunities',
      { filters: many({ name: 'Region', value: 'EMEA' }, 51) },
      'filters takes at most 50',
    ],
    ['search_opportunities', { status: 'open,'.repeat(201) }, 'status takes at most 200'],
    [
      'search_opportunities',
      { filters: [{ name: 'Region', value: many('a', 240).join() }] },
      'filters Region takes at most 200',
    ],
    ['summarize', { what: 'opportunities', by: many('stage') }, 'by takes at most 200'],
    ['summarize', { what: 'leads', filters: many({ name: 'Region', value: 'x' }, 16_000) }, 'not 16,000'],
    [
      'search_tasks',
      { filters: [{ name: 'ids', value: '1' }], owner: many('me') },
      'owner takes at most 200',
    ],
  ])('%s: %#', async (tool, input, sentence) => {
    expect(await client.error(tool, input)).toContain(sentence);
  });

  test('fifty filters of an agent stay fifty where a report adds its own', async () => {
    const filters = many({ name: 'name', value: '!=Nobody' }, 50);
    const { isError, text } = await client.call('summarize', { what: 'opportunities', by: 'owner', filters });
    expect(text).not.toContain('takes at most');
    expect(isError).toBe(false);
  });

  test('two hundred equal texts, and as many different ones, are taken', async () => {
    const { world } = client;
    const dana = await client.ids('search_opportunities', { owner: 'Dana Li' });
    expect(await client.ids('search_opportunities', { owner: many('Dana Li', 200) })).toEqual(dana);
    const stage = Array.from({ length: 200 }, (_, at) => `id ${at + 1}`);
    const { isError } = await client.call('search_opportunities', { stage, limit: 1 });
    expect(isError).toBe(false);
    expect(world.opportunities.length).toBeGreaterThan(0);
  });

  test('many unknown members are counted, not listed', async () => {
    const odd = Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`k${at}`, 1]));
    const text = await client.error('search_people', { filters: [{ name: 'x', value: 'y', ...odd }] });
    expect(text).toContain('"k4" and 995 more');
    expect(text.length).toBeLessThan(400);
  });
});

describe('a text that is given a hundred times is looked up as often as if it was given once', () => {
  test.each([
    'Dana Li',
    '!Dana Li',
    'not Dana Li',
    ' Dana Li ',
    'none',
    '!none',
    'any',
    'all:a,b',
    'all:a,!b',
    '-vip',
  ])('%s', async (text) => {
    const lookedUp = async (values: readonly string[]) => {
      const texts: string[] = [];
      const selection = await readSelection(values, {
        async match(one) {
          texts.push(one);
          return undefined;
        },
        async find(one) {
          texts.push(one);
          return [one];
        },
        nameOf: (one) => one,
      });
      return { texts, selection };
    };
    expect(await lookedUp(Array.from({ length: 100 }, () => text))).toEqual(await lookedUp([text]));
  });
});
