import { afterEach, describe, expect, test, vi } from 'vitest';
import { hasWordsOf, nameDistance, nameFit, sharesWord, suggestByName } from '../../src/names/name-fit.ts';
import { byBeginnings, bySpelling, isSameName } from '../../src/names/spelling.ts';
import { suggestNames } from '../../src/names/suggestions.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const text = 'Jane Doe';

/** How many characters the functions were given that look at each of them: what matching costs. */
function workOf(match: () => unknown): number {
  let work = 0;
  const spies = (['normalize', 'replace', 'split', 'toLowerCase', 'match'] as const).map((name) => {
    const original: (...given: never[]) => unknown = String.prototype[name];
    return vi.spyOn(String.prototype, name).mockImplementation(function (this: string, ...given: never[]) {
      work += this.length;
      return Reflect.apply(original, this, given);
    } as never);
  });
  match();
  for (const spy of spies) spy.mockRestore();
  return work;
}

const kinds: readonly (readonly [string, string])[] = [
  ['short words', 'ab '],
  ['words of one letter', 'x '],
  ['marks that stand alone', '\u0344 '],
  ['marks in the wrong order', '\u0301\u0323'],
  ['a letter that is taken apart into 18', '\ufdfa'],
  ['separators', '-'],
  ['quotes', "`'"],
  ['commas', 'a,'],
  ['brackets', '<a '],
  ['joined emoji', '\u{1f469}\u200d'],
  ['many times "at"', ' at '],
  ['digits', '1-'],
  ['one long word', 'jane'],
  ['blanks', '  '],
];

describe.each(kinds)('a name that goes on and on, of %s,', (_, part) => {
  const nameOf = (length: number) => `a${part.repeat(length / part.length)}b`;

  test.each<[string, (name: string, other: string) => unknown]>([
    ['spelling', (name) => bySpelling(text, [name], (one) => [one])],
    ['beginnings of words', (name) => byBeginnings(text, [name], (one) => [one])],
    ['sameness', (name, other) => isSameName(name, other)],
    ['fit', (name) => nameFit(text, name)],
    ['fit to a text as long', (name, other) => nameFit(name, other)],
    ['words', (name) => hasWordsOf(text, name)],
    ['distance', (name) => nameDistance(text, name)],
    ['shared words', (name) => sharesWord(text, name)],
    ['suggestions by name', (name) => suggestByName(text, [name], (one) => one)],
    ['suggestions', (name) => suggestNames(text, [name])],
  ])('costs no more, however long it is: %s', (_what, match) => {
    const costOf = (length: number) => {
      const [name, other] = [nameOf(length), `${nameOf(length)}c`];
      return workOf(() => match(name, other));
    };
    expect(costOf(60_000)).toBe(costOf(1_200));
    expect(costOf(60_000)).toBeLessThan(60_000);
  });

  test('is not mistaken for another one that begins alike', () => {
    const name = nameOf(1_200);
    const other = name.replace(/b$/, 'c');
    expect([isSameName(name, name), isSameName(name, other)]).toEqual([true, false]);
    expect(nameFit(name, other)).not.toBe('exact');
    expect(bySpelling(name, [other, name], (one) => [one])?.found).toEqual([name]);
  });
});
