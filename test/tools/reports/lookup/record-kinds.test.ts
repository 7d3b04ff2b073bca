import { expect, test } from 'vitest';
import { type TextForm, textFormOf } from '../../../../src/names/text-form.ts';
import { readRecordReference } from '../../../../tools/reports/lookup/record-kinds.ts';

test.each<[string, ReturnType<typeof readRecordReference>]>([
  ['Jane Doe', { name: 'Jane Doe' }],
  ['  "Jane Doe" ', { name: 'Jane Doe' }],
  ['company Acme', { kind: 'company', name: 'Acme' }],
  ['Company: "Acme Foods"', { kind: 'company', name: 'Acme Foods' }],
  ['person Jane Doe', { kind: 'person', name: 'Jane Doe' }],
  ['contact Jane', { kind: 'person', name: 'Jane' }],
  ['deal 8 New Copy Machines', { kind: 'opportunity', name: '8 New Copy Machines' }],
  ['opportunity 2827698', { kind: 'opportunity', name: '2827698', id: 2_827_698 }],
  ['deal #2827698', { kind: 'opportunity', name: '2827698', id: 2_827_698 }],
  ['company id 12', { kind: 'company', name: 'id 12', id: 12 }],
  ['Jane Doe (person 12)', { kind: 'person', name: '12', id: 12 }],
  ['copper://people/12', { kind: 'person', name: '12', id: 12 }],
  ['leads/7', { kind: 'lead', name: '7', id: 7 }],
  ['12', { name: '12' }],
  ['task 12', { name: 'task 12' }],
  ['company', { name: 'company' }],
  ['Acme (Foods)', { name: 'Acme (Foods)' }],
])('%s', (text, reference) => {
  expect(readRecordReference(text)).toEqual(reference);
});

const email = (address: string, domain: string): TextForm => ({ kind: 'email', email: address, domain });
const domain = (name: string): TextForm => ({ kind: 'domain', domain: name });
const phone = (text: string, digits: string, bare = false): TextForm => ({
  kind: 'phone',
  phone: text,
  digits,
  bare,
});
const name = (text: string): TextForm => ({ kind: 'name', name: text });

test.each<[string, TextForm]>([
  ['jane@acme.com', email('jane@acme.com', 'acme.com')],
  [' Jane.Doe+x@Mail.Acme.COM ', email('Jane.Doe+x@Mail.Acme.COM', 'mail.acme.com')],
  ['Jane Doe <jane@acme.com>', email('jane@acme.com', 'acme.com')],
  ['mailto:jane@acme.com', email('jane@acme.com', 'acme.com')],
  ['acme.com', domain('acme.com')],
  ['@acme.com', domain('acme.com')],
  ['www.Acme.com', domain('acme.com')],
  ['https://www.acme.co.uk/', domain('acme.co.uk')],
  ['https://www.acme.co.uk?x=1', domain('acme.co.uk')],
  [
    'https://www.acme.co.uk/about?x=1',
    { kind: 'domain', domain: 'acme.co.uk', profile: 'https://www.acme.co.uk/about?x=1' },
  ],
  ['2026-11-27', name('2026-11-27')],
  ['+1 415 555 1848 ext. 12', phone('+1 415 555 1848', '14155551848')],
  ['müller.example', domain('müller.example')],
  ['(415) 555-1848', phone('(415) 555-1848', '4155551848')],
  ['+44 20 7946 7967', phone('+44 20 7946 7967', '442079467967')],
  ['tel:+1-415-555-1848', phone('+1-415-555-1848', '14155551848')],
  ['5551848', phone('5551848', '5551848', true)],
  ['1848', name('1848')],
  ['Acme', name('Acme')],
  ['=Acme', name('Acme')],
  ['8 New Copy Machines', name('8 New Copy Machines')],
  ['St. John', name('St. John')],
  ['J. R. Smith', name('J. R. Smith')],
  ['Acme Inc.', name('Acme Inc.')],
  ['jane@acme', name('jane@acme')],
])('%s', (text, form) => {
  expect(textFormOf(text)).toEqual(form);
});
