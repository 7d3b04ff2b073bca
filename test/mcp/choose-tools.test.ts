import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ChoiceError, checkPrefix, chooseTools } from '../../src/mcp/choose-tools.ts';

const groups = {
  all: ['search_people', 'list_users', 'list_tags', 'find', 'brief'],
  operations: ['search_people', 'list_users', 'list_tags'],
  reports: ['find', 'brief'],
  core: ['find', 'search_people'],
  research: ['search', 'fetch'],
};
const choose = (words: string, offered?: readonly string[], prefix = '') =>
  chooseTools(words, { groups, prefix, ...(offered === undefined ? {} : { offered }) }).chosen;
const rule =
  'A choice (--tools, COPPER_TOOLS or ?tools=) is a comma-separated list of all, operations, reports, core, research or tool names; -name leaves one out.';

describe('a choice', () => {
  test.each([
    ['all', groups.all],
    ['operations', groups.operations],
    ['reports', groups.reports],
    ['core', ['search_people', 'find']],
    ['list_tags,search_people', ['search_people', 'list_tags']],
    ['reports,list_users', ['list_users', 'find', 'brief']],
    ['core,core,find', ['search_people', 'find']],
    ['-list_tags', ['search_people', 'list_users', 'find', 'brief']],
    ['-operations', ['find', 'brief']],
    ['all,-reports,-list_users', ['search_people', 'list_tags']],
    ['-find,core', ['search_people']],
    [' Core , List-Users ', ['search_people', 'list_users', 'find']],
    ['-list-tags,-find', ['search_people', 'list_users', 'brief']],
    [',,core,', ['search_people', 'find']],
    ['research', ['search', 'fetch']],
    ['research,all', [...groups.all, ...groups.research]],
    ['core,fetch', ['search_people', 'find', 'fetch']],
    ['research,-search', ['fetch']],
  ])('%s', (words, tools) => {
    expect(choose(words)).toEqual(tools);
  });

  test('takes names with the prefix and without', () => {
    expect(choose('crm-find,brief,-crm-brief', undefined, 'crm-')).toEqual(['find']);
  });

  test('is in the order of the list, with nothing twice and nothing that was left out', () => {
    const words = fc.array(fc.constantFrom(...groups.all, ...Object.keys(groups)), { minLength: 1 });
    const out = fc.array(fc.constantFrom(...groups.all));
    fc.assert(
      fc.property(words, out, (wanted, without) => {
        const said = [...wanted, ...without.map((name) => `-${name}`)];
        const expected = [...groups.all, ...groups.research].filter(
          (name) =>
            !without.includes(name) &&
            Object.entries({ ...groups, [name]: [name] }).some(
              ([word, tools]) => wanted.includes(word) && tools.includes(name),
            ),
        );
        if (expected.length === 0) expect(() => choose(said.join())).toThrow('leaves none');
        else expect(choose(said.join())).toEqual(expected);
      }),
    );
  });
});

describe('tools in their narrow form', () => {
  test.each([
    ['core', ['search_people', 'find']],
    ['CORE,-find', ['search_people']],
    ['core,list_users', ['search_people', 'find']],
    ['core,search_people', ['find']],
    ['core,search_people,find', []],
    ['search_people,find', []],
    ['reports,core', ['search_people']],
    ['core,all', []],
    ['core,operations', ['find']],
    ['all', []],
    ['-list_users', []],
    ['core,-search_people,-list_users', ['find']],
  ])('%s', (words, narrow) => {
    expect(chooseTools(words, { groups, prefix: '' }).narrow).toEqual(narrow);
  });
});

describe('a choice that cannot be made', () => {
  test.each([
    ['serch_people', `"serch_people" is not a tool or a group of tools. Nearest: search_people. ${rule}`],
    ['core,reprots', `"reprots" is not a tool or a group of tools. Nearest: reports. ${rule}`],
    ['-lst_tags', `"lst_tags" is not a tool or a group of tools. Nearest: list_tags, list_users. ${rule}`],
    ['xyz', `"xyz" is not a tool or a group of tools. ${rule}`],
    ['toString', `"toString" is not a tool or a group of tools. ${rule}`],
    ['find,-find', `The choice of tools leaves none. ${rule}`],
    ['-all', `The choice of tools leaves none. ${rule}`],
    ['', `The choice of tools leaves none. ${rule}`],
    [' , ', `The choice of tools leaves none. ${rule}`],
  ])('%s', (words, message) => {
    expect(() => choose(words)).toThrow(new ChoiceError(message));
  });

  test('what is said is not repeated at length', () => {
    expect(() => choose('x'.repeat(5_000))).toThrow(/^"x{60}…" is not a tool/);
  });
});

describe('among what a server offers', () => {
  const offered = ['search_people', 'find'];
  test.each([
    ['all', offered],
    ['operations', ['search_people']],
    ['-find', ['search_people']],
    ['all,-list_users', offered],
    ['find', ['find']],
  ])('%s', (words, tools) => {
    expect(choose(words, offered)).toEqual(tools);
  });

  test('nothing comes back that it leaves out', () => {
    expect(() => choose('list_users', offered)).toThrow(
      'This server does not offer list_users: its own choice of tools leaves it out.',
    );
    expect(() => choose('reports', ['list_users'])).toThrow('This server does not offer reports');
    expect(() => choose('operations,-search_people', offered)).toThrow('leaves none');
  });
});

describe('a prefix', () => {
  test.each(['', 'copper_', '_', 'Crm-', 'a2', 'x'.repeat(51)])('"%s" will do', (prefix) => {
    expect(checkPrefix(prefix, groups)).toBe(prefix);
  });

  test.each(['1crm_', '-crm', 'crm.', 'c r', 'crm/', 'é', 'x'.repeat(52)])('"%s" is refused', (prefix) => {
    expect(() => checkPrefix(prefix, groups)).toThrow(
      `COPPER_TOOL_PREFIX is "${prefix}"; it can be up to 51 letters, digits, _ and -, starting with a letter or _, e.g. copper_.`,
    );
  });
});
