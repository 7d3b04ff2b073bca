import { expect, test } from 'vitest';
import { nearestHint, nearestNames, normalizeName, quoted } from '../../src/names/nearest-names.ts';

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
  expect(nearestNames(text, candidates)).toEqual(expected);
});

test('gives at most as many as asked for', () => {
  const names = Array.from({ length: 20 }, (_, at) => `Stage ${at}`);
  expect(nearestNames('stage', names)).toHaveLength(5);
  expect(nearestNames('stage', names, 2)).toEqual(['Stage 0', 'Stage 1']);
});

test('a very long text costs no more than its start', () => {
  expect(nearestNames(`${'x'.repeat(100_000)}Live`, many)).toEqual([]);
});

test('a hint is a sentence, or nothing', () => {
  expect(nearestHint('Negotation', many)).toBe('Nearest: Negotiation.');
  expect(nearestHint('lost', ['Open', 'Won', 'Lost'])).toBe('Nearest: Lost, Won, Open.');
  expect(nearestHint('Negotiation live', ['Live', 'Negotiation', 'Won'], 1)).toMatch(/^Nearest: \w+\.$/);
  expect(nearestHint('zzzzzzzz', many)).toBe('');
});

test('a quoted text is cut to 60 characters', () => {
  expect(quoted('Acme')).toBe('"Acme"');
  expect(quoted('x'.repeat(60))).toBe(`"${'x'.repeat(60)}"`);
  expect(quoted('x'.repeat(61))).toBe(`"${'x'.repeat(60)}…"`);
});
