import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test, vi } from 'vitest';
import { readRequestInfo } from '../../src/http/request-context.ts';

/** The mask of a request with these headers. */
function maskOf(headers: Readonly<Record<string, string>>) {
  const incoming = new IncomingMessage(new Socket());
  Object.assign(incoming.headers, headers);
  return readRequestInfo(incoming, false).mask;
}

const long = (length: number) => 'c0pper-'.padEnd(length, 'abcdefghij0123456789');

test.each<[string, Record<string, string>, string]>([
  ['a bearer token', { authorization: `Bearer ${long(30)}` }, long(30)],
  ['one in lower case', { authorization: `bearer  ${long(30)} ` }, long(30)],
  ['a login', { authorization: 'Basic ZGFuYTpwYXNzd29yZA==' }, 'ZGFuYTpwYXNzd29yZA=='],
  ['a token without a scheme', { authorization: long(30) }, long(30)],
  ['the login of a proxy', { 'proxy-authorization': 'Basic ZGFuYTpwYXNz' }, 'ZGFuYTpwYXNz'],
  ['a key', { 'x-copper-api-key': long(32) }, long(32)],
  ['a key of eight characters', { 'x-copper-api-key': 'ab34ef78' }, 'ab34ef78'],
  ['the longest', { authorization: `Bearer ${long(4_096)}` }, long(4_096)],
  ['a cookie as a whole', { cookie: 'a=12345678; b=87654321' }, 'a=12345678; b=87654321'],
  ['two at once', { cookie: 'session=1', 'x-copper-api-key': long(32) }, long(32)],
])('a request hides %s, in whatever form it comes back', (_, headers, secret) => {
  const mask = maskOf(headers);
  for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('hex')])
    expect(mask.value({ said: `x ${form} y` })).toEqual({ said: 'x [hidden] y' });
});

test.each<[string, Record<string, string>, string]>([
  ['a word of a cookie', { cookie: 'theme=Negotiation; size=1' }, 'Negotiation'],
  ['the scheme', { authorization: `Negotiate ${long(30)}` }, 'Negotiate'],
  ['a short token', { authorization: 'Bearer sandbox' }, 'sandbox'],
  ['a short key', { 'x-copper-api-key': 'sandbox' }, 'sandbox'],
  ['an address', { 'x-copper-user-email': 'dana.li@example.com' }, 'dana.li@example.com'],
  ['a cookie of 5 KB', { cookie: long(5_000) }, long(5_000)],
  ['a word of a token', { authorization: 'Bearer one=somebody,two=somewhere' }, 'somewhere'],
  ['other headers', { 'user-agent': 'Negotiation' }, 'Negotiation'],
  ['no header', {}, 'Negotiation'],
  ['an empty one', { authorization: '', cookie: '' }, 'Negotiation'],
])('a request does not hide %s', (_, headers, text) => {
  expect(maskOf(headers).text(`x ${text} y`)).toBe(`x ${text} y`);
});

/** How often a text was searched for a form of a credential. */
function searches(work: () => void): number {
  const replaceAll = vi.spyOn(String.prototype, 'replaceAll');
  try {
    work();
    return replaceAll.mock.calls.length;
  } finally {
    replaceAll.mockRestore();
  }
}

const words = Array.from({ length: 3_000 }, (_, at) => at.toString(36).padStart(4, 'q'));

test.each<[string, Record<string, string>]>([
  ['a cookie of 3,000 words', { cookie: words.join(';') }],
  ['a login of as many', { authorization: words.join(',') }],
  ['a key of as many', { 'x-copper-api-key': words.join(' ') }],
  ['a token and a key', { authorization: `Bearer ${long(40)}`, 'x-copper-api-key': long(32) }],
  ['all at once', { cookie: long(4_000), authorization: long(4_000), 'x-copper-api-key': long(4_000) }],
])('what a caller sends costs no search for each form in each text: %s', (_, headers) => {
  const made = searches(() => maskOf(headers));
  const masked = searches(() => {
    const mask = maskOf(headers);
    mask.value({ args: Array.from({ length: 45_000 }, (_each, at) => `value-${at}`) });
  });
  expect(made).toBe(0);
  // What the forms themselves take to be made.
  expect(masked).toBeLessThan(100);
});
