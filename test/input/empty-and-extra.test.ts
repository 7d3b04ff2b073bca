import { describe, expect, test } from 'vitest';
import { parseInput } from '../../src/input/parse-input.ts';
import { tools } from '../../tools/index.ts';
import { reports } from '../../tools/reports/index.ts';

const all = [...tools, ...reports];

/** What becomes of arguments: what was read of them, or the error. */
function outcome(tool: (typeof all)[number], given: object): unknown {
  try {
    return parseInput(tool, given);
  } catch (error) {
    return String(error);
  }
}

/** Values for the arguments that a tool needs. */
const needed = ({ input }: (typeof all)[number]) =>
  Object.entries(input.shape).flatMap(([name, schema]) => (schema.isOptional() ? [] : [[name, '1']]));

describe('an optional argument that is empty was not given, in every tool', () => {
  test.each<[string, unknown]>([
    ['null', null],
    ['empty text', ''],
    ['blank text', ' \n'],
    ['an empty list', []],
    ['a list of nothing', ['']],
    ['a list of blanks', ['', ' ']],
    ['an empty object', {}],
    ['an object of blanks', { a: '', b: ' ' }],
  ])('%s', (_, empty) => {
    for (const tool of all) {
      const required = Object.fromEntries(needed(tool));
      const optional = Object.keys(tool.input.shape).filter((name) => !(name in required));
      const given = Object.fromEntries(optional.map((name) => [name, empty]));
      expect(outcome(tool, { ...given, ...required }), tool.name).toEqual(outcome(tool, required));
    }
  });

  test.each([
    [{ filters: [{}] }],
    [{ filters: [{ name: '', value: '', min: '', max: '' }] }],
    [{ filters: { name: null, value: '' } }],
    [{ filters: '[]' }],
    [{ filters: '[{"name":""}]' }],
    [{ fields: '[]' }],
    [{ owner: '[""]' }],
  ])('%j of a search', (given) => {
    const [search] = tools.filter(({ name }) => name === 'search_opportunities');
    if (search === undefined) throw new Error('no search');
    expect(outcome(search, given)).toEqual(outcome(search, {}));
  });
});

describe('what clients add by themselves is ignored', () => {
  test.each([
    { toolCallId: 'call_1' },
    { sessionId: 's', action: 'sendMessage', chatInput: 'hello', toolCallId: '1' },
    { tool: 'Copper', toolCallId: 'toolu_015' },
    { tool_call_id: 'x', session_id: 'y' },
    { _meta: { progressToken: 1 } },
    { random_string: 'dummy' },
    { _placeholder: true },
    { sessionId: null },
  ])('%j, in every tool', (extra) => {
    for (const tool of all) {
      const required = Object.fromEntries(needed(tool));
      expect(outcome(tool, { ...extra, ...required }), tool.name).toEqual(outcome(tool, required));
    }
  });

  test.each([
    'owners',
    'toolcall',
    'Action',
    'chat_input',
    'session',
    'query',
    'page',
    'toString',
    '__proto',
    'meta',
  ])('%s is none of it', (name) => {
    for (const tool of all)
      expect(String(outcome(tool, { [name]: 'x' }))).toContain(`There is no argument "${name}"`);
  });
});
