import { expect, test } from 'vitest';
import { nameDistance, nameFit, sharesWord } from '../../src/names/name-fit.ts';

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
  ['Jane D', 'Jane Doe', 'initials'],
  ['Omar Moore', 'Omar R. Moore', 'words'],
  ['Moore, Omar', 'Omar Robert Moore', 'words'],
  ['Omar R. Moore', 'Omar Moore', 'initials'],
  ['Omar Robert Moore', 'Omar R. Moore', 'initials'],
  ['O. Moore', 'Omar Moore', 'initials'],
  ['Omar R. Moore', 'Omar S. Moore', undefined],
  ['Omar R. Moore', 'Omar Stanley Moore', undefined],
  ['Dr. Omar Moore', 'Omar Moore', 'exact'],
  ['ONeill', "O'Neill", 'exact'],
  ['O Neill', 'O’Neill', 'exact'],
  ['Annemarie Lefevre', 'Anne-Marie Lefèvre', 'exact'],
  ['Anne Marie Lefevre', 'Anne-Marie Lefèvre', 'exact'],
  ['Soren Kjaer', 'Søren Kjær', 'exact'],
  ['Yilmaz', 'Grace Yılmaz', 'words'],
  ['Jane Jane', 'Jane Doe', undefined],
  ['obot', 'Acme Robotics', 'part'],
  ['ann', 'Joann Lee', 'part'],
  ['&', 'Stark Paper & Sons', 'part'],
  ['&', 'Acme', undefined],
  ['Acme Foods', 'Acme Robotics', undefined],
])('"%s" fits "%s": %s', (text, name, fit) => {
  expect(nameFit(text, name)).toBe(fit);
});

test.each([
  ['Dundre Miflin', 'Dunder Mifflin', 2],
  ['Kristine Kimm', 'Christine Kim', 2],
  ['Kristine Kimm', 'Christina Kim', 2],
  ['Stephen Smyth', 'Steven Schmidt', undefined],
  ['Steven Smyth', 'Stephen Smith', 2],
  ['Geoff Meyer', 'Jeff Maier', 2],
  ['Katherine', 'Catharine Bell', 1],
  ['Mueller', 'Zoë Müller', 1],
  ['Kim', 'Como', undefined],
  ['Omar Robert Moore', 'Omar Moore', 2],
  ['Pual Young', 'Paul Young', 1],
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
  expect(nameDistance(text, name)).toBe(slips);
});

test('a text that is long costs no time', () => {
  const long = 'word '.repeat(100);
  expect(nameDistance(long, long.repeat(50))).toBeUndefined();
  expect(nameFit(long, 'Acme')).toBeUndefined();
});

test.each([
  ['Jane Doe', 'Jane Smith', true],
  ['Smith, Jane', 'Janet Smith-Jones', true],
  ['Paper Nobody', 'Stark Paper & Sons', true],
  ['Nobody Papir', 'Stark Paper', true],
  ['Nobody Muller', 'Müller', true],
  ['Kristin Nobody', 'Christine Kim', true],
  ["O'Ne Nobody", 'One Capital', true],
  ['Jo Doe', 'Jo Smith', false],
  ['of Nobody', 'House of Paper', false],
  ['Jane Doe', 'Omar Moore', false],
  ['', 'Jane', false],
])('"%s" shares a word of three letters with "%s": %s', (text, name, shared) => {
  expect(sharesWord(text, name)).toBe(shared);
});
