import { expect, test } from 'vitest';
import { nameFit, typosBetween } from '../../../../tools/reports/lookup/name-fit.ts';

test.each([
  ['Jane Doe', 'Jane Doe', 'exact'],
  ['jane  DOE', 'Jane Doe', 'exact'],
  ['Muller Maschinenbau', 'Müller Maschinenbau', 'exact'],
  ['Stark Paper Sons', 'Stark Paper & Sons', 'exact'],
  ['Doe Jane', 'Jane Doe', 'words'],
  ['Acme', 'Acme Robotics', 'words'],
  ['Robotics', 'Acme Robotics', 'words'],
  ['Acme Rob', 'Acme Robotics', 'start'],
  ['rob ac', 'Acme Robotics', 'start'],
  ['Jane D', 'Jane Doe', 'start'],
  ['obot', 'Acme Robotics', 'part'],
  ['ann', 'Joann Lee', 'part'],
  ['&', 'Stark Paper & Sons', 'part'],
  ['&', 'Acme', undefined],
  ['Acme Foods', 'Acme Robotics', undefined],
])('"%s" fits "%s": %s', (text, name, fit) => {
  expect(nameFit(text, name)).toBe(fit);
});

test.each([
  ['Dundre Miflin', 'Dunder Mifflin', 3],
  ['Miflin Dunder', 'Dunder Mifflin', 1],
  ['Umbrela', 'Umbrella Health', 1],
  ['DunderMifflin', 'Dunder Mifflin', 0],
  ['Jone Doe', 'Jane Doe', 1],
  ['Li Dana', 'Dana Li', 0],
  ['Lu Dana', 'Dana Li', undefined],
  ['Jane Jane', 'Jane Doe', undefined],
  ['Acme Foods', 'Acme Robotics', undefined],
  ['---', 'Acme', undefined],
  ['Acme', '', undefined],
])('"%s" is so many slips from "%s": %s', (text, name, slips) => {
  expect(typosBetween(text, name)).toBe(slips);
});

test('a text that is long costs no time', () => {
  const long = 'word '.repeat(100);
  expect(typosBetween(long, long.repeat(50))).toBeUndefined();
  expect(nameFit(long, 'Acme')).toBeUndefined();
});
