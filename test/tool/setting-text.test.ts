import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';

const key = '0123456789abcdef0123456789abcdef';
const read = (given: string, files: Record<string, string> = {}) =>
  readConfig(
    { COPPER_API_KEY: given, COPPER_USER_EMAIL: 'ann@x.example' },
    (path) => files[path] ?? '',
    'UTC',
  );

describe('a key that nobody filled in is not set, and that is said', () => {
  test.each([
    ...[
      '$COPPER_API_KEY',
      '${COPPER_API_KEY}',
      '${env:COPPER_API_KEY}',
      '${{ secrets.COPPER }}',
      '$(COPPER_KEY)',
    ],
    ...[
      '%COPPER_API_KEY%',
      '{{COPPER_API_KEY}}',
      '{{ copper.key }}',
      '{COPPER_API_KEY}',
      '$env:COPPER_API_KEY',
    ],
    ...[
      '"${COPPER_API_KEY}"',
      "'%COPPER_API_KEY%'",
      '#{key}',
      '@@KEY@@',
      '!COPPER_API_KEY!',
      'process.env.COPPER',
    ],
    ...[
      '<your-api-key>',
      '<key>',
      '[your key]',
      'your-copper-api-key',
      'YOUR_API_KEY',
      'your_key_here',
      'yourapikey',
    ],
    ...[
      'my-api-key',
      'insert key here',
      'paste_your_key',
      'xxx',
      'XXXXXXXX',
      '****',
      '...',
      'abc...',
      'changeme',
    ],
    ...[
      'undefined',
      'null',
      'NULL',
      'None',
      'todo',
      'COPPER_API_KEY',
      'api-key',
      '__COPPER_API_KEY__',
      '"null"',
    ],
  ])('%s', (given) => {
    const { credentials, warnings } = read(given);
    expect(credentials).toBeUndefined();
    expect(warnings).toEqual([
      expect.stringMatching(
        /^COPPER_API_KEY is .*a placeholder that was not filled in; it counts as not set\.$/,
      ),
    ]);
  });

  test('what may be part of a key is not shown', () => {
    expect(read(`<${key}>`).warnings.join()).not.toContain(key);
  });

  test('nor is one in a file', () => {
    const env = { COPPER_API_KEY_FILE: '/run/key' };
    const { credentials, warnings } = readConfig(env, () => 'your-api-key\n', 'UTC');
    expect(credentials).toBeUndefined();
    expect(warnings).toEqual([
      'The file that COPPER_API_KEY_FILE names contains a placeholder; it counts as not set.',
    ]);
  });
});

test.each([
  `"${key}"`,
  `'${key}'`,
  ` "${key}" `,
  `" ${key} "`,
  `“${key}”`,
  `‘${key}’`,
  `\`${key}\``,
  `${key}\n`,
  `\t"${key}"\r\n`,
  key,
])('quotes around the whole are taken off: %j', (given) => {
  expect(read(given).credentials).toEqual({ kind: 'key', key, email: 'ann@x.example' });
  expect(read(given).warnings).toEqual([]);
});

test.each(['sandbox', 'test-key', 'own-key', 'c0pper-key', 'a"b', '"ab', 'key_1', 'Mykey123', 'sk-copper-1'])(
  '%s may be a key',
  (given) => {
    expect(read(given).credentials).toMatchObject({ key: given });
  },
);

test('quotes around other settings are taken off, and their own words are no placeholders', () => {
  const { timeZone, toolPrefix, tools } = readConfig(
    { COPPER_TIMEZONE: '"Europe/Berlin"', COPPER_TOOL_PREFIX: 'my_', COPPER_TOOLS: "'core'" },
    () => '',
    'UTC',
  );
  expect([timeZone, toolPrefix, tools]).toEqual(['Europe/Berlin', 'my_', 'core']);
});
