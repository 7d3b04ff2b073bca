import { expect, test } from 'vitest';
import { byBeginnings, bySpelling, isSameName } from '../../src/names/spelling.ts';

test.each([
  ['> 100', '< 100'],
  ['>= 5', '<= 5'],
  ['F#', 'F'],
  ['B+', 'B-'],
  ['+5', '-5'],
  ['€€', '€'],
  ['5-9', '5.9'],
  ['3/4', '3.4'],
  ['~Lost', 'Lost'],
  ['^Lost', 'Lost'],
  ['!Open', 'Open'],
  ['≠Open', 'Open'],
  ['-Referral', 'Referral'],
  ['50%', '50'],
  ['*VIP', 'VIP'],
  ['R&D', 'R D'],
  ['A&B', 'AB'],
  ['👍👍', '👍'],
  ['バス', 'ハス'],
  ['がく', 'かく'],
  ['काम', 'कम'],
  ['มา', 'ม'],
  ['שָׁ', 'ש'],
  ['Yahoo!', 'Yahoo'],
  ['Tier -2', 'Tier 2'],
  ['#1', '1'],
  ['10', '1'],
])('"%s" is not "%s"', (one, other) => {
  expect(isSameName(one, other)).toBe(false);
  expect(isSameName(other, one)).toBe(false);
});

test.each([
  ['won', 'Won'],
  ['  Dana   Li ', 'dana li'],
  ['Zoe Muller', 'Zoë Müller'],
  ['ΑΘΗΝΑ', 'Αθήνα'],
  ['ｶﾞｽ', 'ガス'],
  ['e\u0301te\u0301', 'été'],
  ['zero\u200bwidth', 'zerowidth'],
  ['loss_reason', 'Loss reason'],
  ['on-hold', 'On Hold'],
  ['wont do', "Won't Do"],
  ['Won’t Do', "Won't Do"],
  ['"Acme"', 'Acme'],
  ['Acme Inc', 'ACME, Inc.'],
  ['Tier-2', 'tier 2'],
  ['Q1/Sales', 'Q1 Sales'],
])('"%s" is "%s"', (one, other) => {
  expect(isSameName(one, other)).toBe(true);
  expect(isSameName(other, one)).toBe(true);
});

test.each<[string, string[], string[], boolean]>([
  ['Año', ['Ano', 'Año'], ['Año'], true],
  ['ano', ['Ano', 'Año'], ['Ano'], true],
  ['AÑO', ['Ano', 'Año'], ['Año'], true],
  ['vip', ['VIP', 'Vip'], ['VIP', 'Vip'], true],
  ['resume', ['Résumé', 'Resumé'], ['Résumé', 'Resumé'], false],
  ['A B', ['A-B', 'A_B'], ['A-B', 'A_B'], false],
])('of several the strictest spelling decides: %s', (text, names, found, isStrict) => {
  expect(bySpelling(text, names, (name) => [name])).toMatchObject({ found, isStrict });
});

test.each<[string, string[], string[]]>([
  ['nego', ['Negotiation', 'Proposal'], ['Negotiation']],
  ['launch', ['🚀 Launch', 'Live'], ['🚀 Launch']],
  ['C', ['C++', 'C#'], []],
  ['1', ['10', '1-10'], []],
  ['50', ['< 50', '> 50'], []],
  ['!nego', ['Negotiation'], []],
  ['', ['Negotiation'], []],
])('beginnings of words: %s', (text, names, found) => {
  expect(byBeginnings(text, names, (name) => [name])).toEqual(found);
});
