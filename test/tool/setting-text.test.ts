import { describe, expect, test } from 'vitest';
import { readHttpSettings } from '../../src/cli/http-settings.ts';
import { readConfig } from '../../src/config.ts';
import { isLoopback } from '../../src/tool/setting-text.ts';

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

/** Whether plain http to this host is allowed: as Copper's address, as an issuer, and as the address to listen on. */
function isAllowedPlain(host: string): boolean[] {
  const holds = (read: () => unknown) => {
    try {
      read();
      return true;
    } catch {
      return false;
    }
  };
  const url = `http://${host.includes(':') ? `[${host}]` : host}:8080/a`;
  const oauth = ['--auth', 'oauth', '--issuer', url, '--audience', 'https://a.example'];
  return [
    isLoopback(host),
    holds(() => readConfig({ COPPER_API_BASE_URL: url }, () => '', 'UTC')),
    holds(() => readHttpSettings({ env: {} }, oauth)),
    holds(() => readHttpSettings({ env: {} }, ['--host', host])),
  ];
}

test.each([
  ...['localhost', 'LOCALHOST', '127.0.0.1', '127.0.0.2', '127.255.255.255', '::1'].map(
    (host) => [host, true] as const,
  ),
  ...['localhost.evil.example', 'localhost-evil.example', 'localhostile', 'evil.localhost.example'].map(
    (host) => [host, false] as const,
  ),
  ...['127.evil.example', '127.0.0.1.evil.example', '127.0.0.evil', '128.0.0.1', '0.0.0.0', '::2'].map(
    (host) => [host, false] as const,
  ),
  ...['10.127.0.1', 'my-localhost', '127-0-0-1.example', 'crm.example.com'].map(
    (host) => [host, false] as const,
  ),
])('%s is this machine: %s, wherever that is asked', (host, expected) => {
  expect(new Set(isAllowedPlain(host))).toEqual(new Set([expected]));
});
