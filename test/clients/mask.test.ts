import { expect, test } from 'vitest';
import { keyInputReference } from '../../src/clients/entry.ts';
import { maskSecrets } from '../../src/clients/mask.ts';
import type { JsonObject } from '../../src/tool/json.ts';

/** A configuration as it is shown, before and after. */
function shown(before: JsonObject, after: JsonObject = before): JsonObject[] {
  const at = (value: JsonObject) => ({ text: JSON.stringify(value), value });
  return maskSecrets(at(before), at(after)).map((text) => JSON.parse(text));
}

const dots = '••••••';

test.each<[string, JsonObject, JsonObject]>([
  ['variables of any server', { a: { env: { REGION: 'us-east' } } }, { a: { env: { REGION: dots } } }],
  ['headers', { a: { headers: { 'X-Who': 'me and you' } } }, { a: { headers: { 'X-Who': dots } } }],
  [
    'values with a telling name',
    { apiKey: 'abcdef', b: { PASSWORD: 'a"b\\c' } },
    { apiKey: dots, b: { PASSWORD: dots } },
  ],
  [
    'what follows a telling flag',
    { args: ['--api-key', 'abcdef', 'x.js'] },
    { args: ['--api-key', dots, 'x.js'] },
  ],
  ['what a telling flag says', { args: ['--token=abcdef'] }, { args: [dots] }],
  ['addresses with a password', { args: ['postgres://me:abc@host/db'] }, { args: [dots] }],
])('made unreadable: %s', (_, value, seen) => {
  expect(shown(value)).toEqual([seen, seen]);
});

test.each<[string, JsonObject]>([
  ['commands and arguments', { command: 'npx', args: ['-y', 'copper-mcp'] }],
  ['what names a file', { env: { COPPER_API_KEY_FILE: '/home/me/key' } }],
  ['what is asked for', { env: { COPPER_API_KEY: keyInputReference } }],
  [
    'settings of ours that are no secret',
    { env: { COPPER_USER_EMAIL: 'me@company.com', PATH: '/opt/bin:/bin' } },
  ],
  ['numbers, words of three letters', { key: 1, token: 'off', env: { A: 'on' } }],
])('left as it is: %s', (_, value) => {
  expect(shown(value)).toEqual([value, value]);
});

test('a secret that changes is seen to change', () => {
  const of = (key: string) => ({ env: { COPPER_API_KEY: key } });
  expect(shown(of('old-key'), of('new-key'))).toEqual([of(dots), of(`${dots} (new)`)]);
});

test('literal texts of TOML are made unreadable as well', () => {
  const value = { env: { TOKEN: 'abcdef' } };
  const text = "[env]\nTOKEN = 'abcdef'";
  expect(maskSecrets({ text, value }, { text, value })).toEqual([
    `[env]\nTOKEN = '${dots}'`,
    `[env]\nTOKEN = '${dots}'`,
  ]);
});
