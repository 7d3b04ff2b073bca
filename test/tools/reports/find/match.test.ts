import { expect, test } from 'vitest';
import { textFormOf } from '../../../../src/names/text-form.ts';
import type { JsonObject } from '../../../../src/tool/json.ts';
import { matchSimilarName, matchText } from '../../../../tools/reports/find/match.ts';
import type { RecordKind } from '../../../../tools/reports/lookup/record-kinds.ts';

const called = (number: string): JsonObject => ({ name: 'x', phone_numbers: [{ number, category: null }] });
const mailed = (email: string): JsonObject => ({ name: 'x', emails: [{ email, category: 'work' }] });

test.each<[string, RecordKind, JsonObject, string | undefined]>([
  ['Jane Doe', 'person', { name: 'Jane Doe' }, 'exact name'],
  ['Doe', 'person', { name: 'Jane Doe' }, 'name'],
  ['Ja', 'person', { name: 'Jane Doe' }, 'start of name'],
  ['ane', 'person', { name: 'Jane Doe' }, 'part of name'],
  ['Acme', 'lead', { name: 'Jane Doe', company_name: 'Acme' }, 'company'],
  ['Acme', 'person', { name: 'Jane Doe', company_name: 'Acme' }, undefined],
  ['jane@acme.com', 'person', mailed('Jane@Acme.com'), 'e-mail'],
  ['jane@acme.com', 'lead', { name: 'x', email: { email: 'jane@acme.com' } }, 'e-mail'],
  ['jane@acme.com', 'lead', { name: 'x', email: [{ email: 'jane@acme.com' }] }, 'e-mail'],
  ['jane@acme.com', 'company', { name: 'x', email_domain: 'acme.com' }, 'domain of the e-mail'],
  ['jane@acme.com', 'person', mailed('joe@acme.com'), undefined],
  ['acme.com', 'company', { name: 'x', email_domain: 'Acme.com' }, 'domain'],
  ['acme.com', 'person', mailed('joe@acme.com'), 'e-mail at domain'],
  ['acme.com', 'person', mailed('joe@notacme.com'), undefined],
  ['(415) 555-1848', 'person', called('415-555-1848'), 'phone'],
  ['+1 415 555 1848', 'person', called('415-555-1848'), 'phone'],
  ['020 7946 1062', 'person', called('+44 (0)20 7946 1062'), 'phone'],
  ['(212) 555-1848', 'person', called('415-555-1848 ext. 12'), 'last 7 digits of phone'],
  ['5551848', 'person', called('415-555-1848'), 'end of phone'],
  ['51848', 'person', called('415-555-1848'), 'end of phone'],
  ['(212) 955-1848', 'person', called('415-555-1848'), undefined],
  ['55518', 'person', { name: 'x', phone_numbers: null }, undefined],
  ['4711815', 'opportunity', { name: 'PO 4711815' }, 'name'],
])('%s and a %s', (text, kind, row, matched) => {
  expect(matchText(textFormOf(text), kind, row)?.matched).toBe(matched);
});

test('the better a match, the lower its rank', () => {
  const rank = (text: string, name: string) =>
    matchText(textFormOf(text), 'company', { name })?.rank ?? Number.NaN;
  const ranks = ['Acme', 'Acme Foods', 'Acmerobotics', 'Grandacme'].map((name) => rank('Acme', name));
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  expect(new Set(ranks).size).toBe(4);
  const phones = ['4155551848', '415-555-1848', '5551848'].map(
    (number) => matchText(textFormOf('+1 (415) 555-1848'), 'person', called(number))?.rank ?? Number.NaN,
  );
  expect(phones).toEqual(phones.toSorted((a, b) => a - b));
});

test('a name in another order ranks before one with slips', () => {
  expect(matchSimilarName('Doe Jane', { name: 'Jane Doe' })).toEqual({ matched: 'name', rank: 1 });
  expect(matchSimilarName('Jane Dooe', { name: 'Jane Doe' })).toEqual({ matched: 'similar name', rank: 6 });
  expect(matchSimilarName('Jane Doe', { name: 'Jane Power' })).toEqual({
    matched: 'one word of the name',
    rank: 20,
  });
  expect(matchSimilarName('Jane Doe', { name: 'Max Power' })).toBeUndefined();
});
