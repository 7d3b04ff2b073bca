import { expect, test } from 'vitest';
import { normalizeName, suggestionText, suggestNames } from '../../src/names/suggestions.ts';
import { quoted } from '../../src/tool/sentences.ts';

test.each([
  ['Miguel Ángel', 'miguel angel'],
  ['  Qualified / Proposal—Sent ', 'qualified proposal sent'],
  ['Ｆｕｌｌ', 'full'],
  ['田中', '田中'],
  ['!!!', ''],
])('"%s" is compared as "%s"', (text, expected) => {
  expect(normalizeName(text)).toBe(expected);
});

const many = ['Qualifying', 'Proposal', 'Negotiation', 'Contract', 'Kickoff', 'Setup', 'Live', '★★'];

test.each<[string, string, string[], string[]]>([
  ['a slip', 'Negotation', many, ['Negotiation']],
  ['a part', 'nego', many, ['Negotiation']],
  ['more than the name', 'Proposal sent', many, ['Proposal']],
  ['case and accents', 'CÓNTRACT', many, ['Contract']],
  ['nothing alike', 'zzzzzzzz', many, []],
  ['nothing at all', '', many, []],
  ['punctuation only', '???', many, []],
  [
    'few candidates, which are all given, the likeliest first',
    'lost',
    ['Open', 'Won', 'Lost'],
    ['Lost', 'Won', 'Open'],
  ],
  ['names that are there twice', 'Live', ['Live', 'Live'], ['Live']],
  ['no candidates', 'x', [], []],
])('%s', (_, text, candidates, expected) => {
  expect(suggestNames(text, candidates)).toEqual(expected);
});

test('gives at most as many as asked for', () => {
  const names = Array.from({ length: 20 }, (_, at) => `Stage ${at}`);
  expect(suggestNames('stage', names)).toHaveLength(5);
  expect(suggestNames('stage', names, 2)).toEqual(['Stage 0', 'Stage 1']);
});

test('a very long text costs no more than its start', () => {
  expect(suggestNames(`${'x'.repeat(100_000)}Live`, many)).toEqual([]);
});

test.each([
  ['Acme', '"Acme"'],
  ['x'.repeat(60), `"${'x'.repeat(60)}"`],
  ['x'.repeat(61), `"${'x'.repeat(60)}…"`],
  [`${'x'.repeat(59)}😀`, `"${'x'.repeat(59)}…"`],
])('%s is quoted, cut where it is long', (text, expected) => {
  expect(quoted(text)).toBe(expected);
});

test('a hint names what is near, and is empty where nothing is', () => {
  expect(suggestionText('Negotation', many)).toBe('Nearest: Negotiation.');
  expect(suggestionText('lost', ['Open', 'Won', 'Lost'], 2)).toBe('Nearest: Lost.');
  expect(suggestionText('zzzzzzzz', many)).toBe('');
});
