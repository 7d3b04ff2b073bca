import { expect, test } from 'vitest';
import { partialNameSearches } from '../../../../tools/reports/lookup/searches.ts';

test.each<[string, string, true | undefined]>([
  ['Doe', '"Doe"', undefined],
  [' Doe ', '" Doe "', undefined],
  ["O'Neill", `"O'Neill"`, undefined],
  ['Anne-Marie', '"Anne-Marie"', undefined],
  ['李', '"李"', undefined],
  ['...', '"..."', undefined],
  ['Jane Doe', '"Doe"', true],
  ['Doe, Jane', '"Doe"', true],
  ['Jane M. Doe', '"Doe"', true],
  ['  Jane   Doe ', '"Doe"', true],
  ['Jane\tDoe', '"Doe"', true],
  ['Mrs Jane Doe', '"Doe"', true],
])(
  'people are searched by the last of several words, a text of one as it is: %j',
  (text, name, byOneWord) => {
    const [people, ...others] = partialNameSearches(text);
    expect(people?.input).toEqual({ name });
    expect(people?.byOneWord).toBe(byOneWord);
    expect(others.map(({ input }) => input)).toEqual([{ name: `"${text}"` }, { name: `"${text}"` }]);
  },
);
