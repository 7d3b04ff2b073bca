import { expect, test } from 'vitest';
import { type TextForm, textFormOf } from '../../../../tools/reports/lookup/text-form.ts';

const email = (address: string, domain: string): TextForm => ({ as: 'email', email: address, domain });
const domain = (name: string): TextForm => ({ as: 'domain', domain: name });
const phone = (text: string, digits: string, bare = false): TextForm => ({
  as: 'phone',
  phone: text,
  digits,
  bare,
});
const name = (text: string): TextForm => ({ as: 'name', name: text });

test.each<[string, TextForm]>([
  ['jane@acme.com', email('jane@acme.com', 'acme.com')],
  [' Jane.Doe+x@Mail.Acme.COM ', email('Jane.Doe+x@Mail.Acme.COM', 'mail.acme.com')],
  ['Jane Doe <jane@acme.com>', email('jane@acme.com', 'acme.com')],
  ['mailto:jane@acme.com', email('jane@acme.com', 'acme.com')],
  ['acme.com', domain('acme.com')],
  ['@acme.com', domain('acme.com')],
  ['www.Acme.com', domain('acme.com')],
  ['https://www.acme.co.uk/about?x=1', domain('acme.co.uk')],
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
