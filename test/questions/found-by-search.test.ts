import { describe, expect, test } from 'vitest';
import { evalQuestions } from '../../scripts/evals/questions/index.ts';
import { published } from '../../src/published.ts';
import { questions } from './index.ts';
import { missed } from './missed-searches.ts';
import { paraphrases } from './paraphrases.ts';
import { bm25, words } from './search-tools.ts';

const search = bm25(published.map(({ name, description = '' }) => ({ name, text: description })));

const asked = questions.map(({ number, asks }) => ({
  number,
  texts: [asks, ...(paraphrases[number] ?? [])],
  right: new Set(
    evalQuestions
      .filter((each) => each.number === number)
      .flatMap(({ optimal, together }) => (together ? optimal.slice(0, 1) : optimal).map(({ tool }) => tool)),
  ),
}));

describe('a client that searches for tools', () => {
  test('is asked each of the forty questions in eleven ways', () => {
    const texts = asked.flatMap((each) => each.texts);
    expect(asked.map((each) => each.texts.length)).toEqual(Array.from({ length: 40 }, () => 11));
    expect(new Set(texts.map((text) => text.toLowerCase())).size).toBe(440);
  });

  test.each(asked)(
    'finds a right tool among the first three: question $number',
    ({ number, texts, right }) => {
      const notFound = texts.filter(
        (text) =>
          !search(text)
            .slice(0, 3)
            .some((tool) => right.has(tool)),
      );
      expect(notFound).toEqual(missed[number] ?? []);
    },
  );

  test('misses no more than it did', () => {
    expect(Object.values(missed).flat().length).toBeLessThanOrEqual(94);
  });
});

describe('the search', () => {
  test('knows words in lower case, and plurals by their singular', () => {
    expect(words('Which Opportunities, of 3 companies, close this-quarter? Status: lost, less')).toEqual(
      'which opportunity of 3 company close this quarter status lost less'.split(' '),
    );
  });

  test('prefers what has more of the words, rarer ones, and few others', () => {
    const found = bm25([
      { name: 'list_tags', text: 'All tags.' },
      { name: 'search_deals', text: 'Find deals by tag.' },
      { name: 'search_people', text: 'Find people by tag and many other things that nobody asked about.' },
      { name: 'get_user', text: 'A user.' },
    ]);
    expect(found('tags')).toEqual(['list_tags', 'search_deals', 'search_people']);
    expect(found('find deals')).toEqual(['search_deals', 'search_people']);
    expect(found('nothing of it')).toEqual([]);
    expect(found('users')).toEqual(['get_user']);
  });
});
