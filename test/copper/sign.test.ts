import { expect, test } from 'vitest';
import { signHeaders } from '../../src/copper/ask.ts';

test('a key goes out as three headers', () => {
  expect(signHeaders({ kind: 'key', key: 'k1', email: 'dana@acme.test' }, '1.2.3')).toEqual({
    'Content-Type': 'application/json',
    Accept: 'application/json',
    'User-Agent': 'copper-mcp/1.2.3',
    'X-PW-AccessToken': 'k1',
    'X-PW-Application': 'developer_api',
    'X-PW-UserEmail': 'dana@acme.test',
  });
});

test('a token goes out as bearer, alone', () => {
  expect(signHeaders({ kind: 'bearer', token: 't1' }, '1.2.3')).toEqual({
    'Content-Type': 'application/json',
    Accept: 'application/json',
    'User-Agent': 'copper-mcp/1.2.3',
    Authorization: 'Bearer t1',
  });
});

test.each([
  ['line break', { kind: 'key', key: 'se\ncret', email: 'a@b.test' }, 'COPPER_API_KEY'],
  ['letter beyond ASCII', { kind: 'key', key: 'secret', email: 'jürgen@secret.test' }, 'COPPER_USER_EMAIL'],
  ['nothing', { kind: 'bearer', token: '' }, 'access token'],
] as const)('%s: refused by name, without the value', (_, credentials, name) => {
  const sign = () => signHeaders(credentials, '1');
  expect(sign).toThrow(
    expect.objectContaining({ kind: 'not_configured', message: expect.stringContaining(name) }),
  );
  expect(sign).not.toThrow('cret');
});
