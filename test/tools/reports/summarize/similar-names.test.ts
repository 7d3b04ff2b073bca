import { expect, test } from 'vitest';
import { similarNameDimension } from '../../../../tools/reports/summarize/record-dimensions.ts';

function alike(...names: string[]): boolean {
  const { keys } = similarNameDimension();
  return new Set(names.flatMap((name, at) => keys({ id: at + 1, name }))).size === 1;
}

test.each([
  [['Arbor Capital', 'arbor capital', 'Arbor  Capital Group', 'ArborCapital', 'The Arbor Capital, LLC']],
  [['Aiko Botha', 'Botha Aiko', 'AIKO BOTHA']],
  [['Søren Kjær-Lund', 'Søren Kjær Lund']],
  [['Zoë Müller', 'Zoe Muller']],
  [['Inc', 'inc.']],
])('%j may be one', (names) => {
  expect(alike(...names)).toBe(true);
});

test.each([
  ['Arbor Capital', 'Arbor Foods'],
  ['Aiko Botha', 'Aiko Both'],
  ['Inc', 'LLC'],
])('%s is not %s', (one, other) => {
  expect(alike(one, other)).toBe(false);
});

test('a group names its records with their ids, three of them and how many more; no name is no group', () => {
  const { keys, value } = similarNameDimension();
  const names = ['Ana Lund', 'Lund Ana', 'Ana Lund', 'ana lund', 'ANA LUND'];
  const [key = ''] = names.flatMap((name, at) => keys({ id: at + 1, name }));
  expect(value(key)).toBe('Ana Lund (1) = Lund Ana (2) = Ana Lund (3) +2');
  expect(keys({ id: 9, name: ' ' })).toEqual([]);
  expect(keys({ id: 9, name: null })).toEqual([]);
});
