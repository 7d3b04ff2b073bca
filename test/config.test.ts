import { expect, test } from 'vitest';
import { type Config, ConfigError, readConfig, settingSourceOf } from '../src/config.ts';
import { variables } from '../src/variables.ts';

const files: Record<string, string> = {
  '/run/key': ' file-key\n',
  '/run/token': 'file-token',
  '/run/mail': 'f@a.test\n',
  '/run/empty': '\n',
};
const readFile = (path: string) => {
  const text = files[path];
  if (text === undefined) throw new Error(`ENOENT ${path}`);
  return text;
};
const read = (env: Record<string, string | undefined>) => readConfig(env, readFile, 'Europe/Berlin');

test.each([
  ['nothing', '', []],
  ['blanks', '  ', []],
  ['an empty field of an extension', '${user_config.any}', []],
  [
    'a placeholder',
    ' ${input:any} ',
    ['COPPER_API_KEY is ${input:any}, a placeholder that was not filled in; it counts as not set.'],
  ],
])('%s in every variable is as if it were not set', (_, text, warnings) => {
  const names = ['COPPER_API_KEY', ...(warnings.length > 0 ? [] : variables.map(({ name }) => name))];
  expect(read(Object.fromEntries(names.map((name) => [name, text])))).toEqual({ ...read({}), warnings });
});

test('without any setting everything has its default value', () => {
  expect(read({})).toEqual({
    credentials: undefined,
    baseUrl: 'https://api.copper.com/developer_api/v1',
    timeZone: 'Europe/Berlin',
    format: 'text',
    maxResultChars: 12_000,
    dialect: 'auto',
    accountId: undefined,
    targetsFile: undefined,
    rateLimit: 180,
    maxWaitMs: 20_000,
    timeoutMs: 45_000,
    reportTimeoutMs: 45_000,
    tools: 'all',
    toolPrefix: '',
    logLevel: 'warn',
    reuseSeconds: 120,
    redisUrl: undefined,
    replicas: 1,
    warnings: [],
  } satisfies Config);
});

test('every variable that has a default value takes that value written out', () => {
  const set = variables.filter(({ name, defaultValue }) => defaultValue !== '' && name !== 'COPPER_TIMEZONE');
  expect(set).toHaveLength(21);
  expect(read(Object.fromEntries(set.map(({ name, defaultValue }) => [name, defaultValue])))).toEqual(
    read({}),
  );
});

test.each<[string, string, Partial<Config>]>([
  ['COPPER_TIMEZONE', 'America/New_York', { timeZone: 'America/New_York' }],
  ['COPPER_TIMEZONE', ' utc ', { timeZone: 'UTC' }],
  ['COPPER_ACCOUNT_ID', ' 1234 ', { accountId: '1234' }],
  ['COPPER_ACCOUNT_ID', '0001234', { accountId: '1234' }],
  [
    'COPPER_ACCOUNT_ID',
    'https://app.copper.com/companies/1234/app#/browse/list/people/default',
    { accountId: '1234' },
  ],
  ['COPPER_FORMAT', 'JSON', { format: 'json' }],
  ['COPPER_MAX_RESULT_CHARS', '1000', { maxResultChars: 1_000 }],
  ['COPPER_MAX_RESULT_CHARS', '40_000', { maxResultChars: 40_000 }],
  ['COPPER_DIALECT', 'contract', { dialect: 'contract' }],
  ['COPPER_DIALECT', 'documented', { dialect: 'documented' }],
  ['COPPER_RATE_LIMIT', '1', { rateLimit: 1 }],
  ['COPPER_MAX_WAIT_MS', '0', { maxWaitMs: 0 }],
  ['COPPER_TIMEOUT_MS', '600000', { timeoutMs: 600_000 }],
  ['COPPER_REPORT_TIMEOUT_MS', '3600000', { reportTimeoutMs: 3_600_000 }],
  ['COPPER_API_BASE_URL', 'https://proxy.test/copper/v1/', { baseUrl: 'https://proxy.test/copper/v1' }],
  ['COPPER_API_BASE_URL', 'http://localhost:8080', { baseUrl: 'http://localhost:8080' }],
  ['COPPER_API_BASE_URL', 'http://127.0.0.1:1/a', { baseUrl: 'http://127.0.0.1:1/a' }],
  ['COPPER_API_BASE_URL', 'http://[::1]:1', { baseUrl: 'http://[::1]:1' }],
  ['LOG_LEVEL', 'Debug', { logLevel: 'debug' }],
  ['COPPER_RATE_LIMIT', ' ', { rateLimit: 180 }],
])('%s=%s', (name, value, expected) => {
  expect(read({ [name]: value })).toMatchObject({ ...expected, warnings: [] });
});

const zone = 'it must be a time zone such as Europe/Berlin or America/New_York.';
const unsendable =
  'contains a character that HTTP headers cannot carry; copy it again, without spaces or line breaks.';
const address = 'COPPER_API_BASE_URL must be an https URL, or http on this machine (localhost).';

test.each([
  ['COPPER_TIMEZONE', 'Berlin', `COPPER_TIMEZONE is "Berlin"; ${zone}`],
  ['COPPER_FORMAT', 'xml', 'COPPER_FORMAT is "xml"; it must be text, json.'],
  ['COPPER_DIALECT', 'both', 'COPPER_DIALECT is "both"; it must be contract, documented, auto.'],
  [
    'COPPER_MAX_RESULT_CHARS',
    '999',
    'COPPER_MAX_RESULT_CHARS is "999"; it must be a whole number from 1000 to 40000.',
  ],
  [
    'COPPER_MAX_RESULT_CHARS',
    '40001',
    'COPPER_MAX_RESULT_CHARS is "40001"; it must be a whole number from 1000 to 40000.',
  ],
  ['COPPER_RATE_LIMIT', '0', 'COPPER_RATE_LIMIT is "0"; it must be a whole number from 1 to 100000.'],
  ['COPPER_RATE_LIMIT', '2.5', 'COPPER_RATE_LIMIT is "2.5"; it must be a whole number from 1 to 100000.'],
  ['COPPER_MAX_WAIT_MS', '-1', 'COPPER_MAX_WAIT_MS is "-1"; it must be a whole number from 0 to 600000.'],
  [
    'COPPER_TIMEOUT_MS',
    'soon',
    'COPPER_TIMEOUT_MS is "soon"; it must be a whole number from 1000 to 600000.',
  ],
  ...['0', 'acme', 'https://acme.example/companies/5', '12345678901234567'].map(
    (text): [string, string, string] => [
      'COPPER_ACCOUNT_ID',
      text,
      'COPPER_ACCOUNT_ID must be the number of your Copper account, or an address that contains it: https://app.copper.com/companies/NUMBER/….',
    ],
  ),
  ['COPPER_API_BASE_URL', 'http://api.copper.com', address],
  ['COPPER_API_BASE_URL', 'http://localhost.evil.test', address],
  ['COPPER_API_BASE_URL', 'ftp://localhost', address],
  ['COPPER_API_BASE_URL', 'https://user@api.copper.com', address],
  ['COPPER_API_BASE_URL', 'https://:secret@api.copper.com', address],
  ['COPPER_API_BASE_URL', 'api.copper.com', address],
  ['COPPER_API_KEY', 'two words', `COPPER_API_KEY ${unsendable}`],
  ['COPPER_ACCESS_TOKEN', 'töken', `COPPER_ACCESS_TOKEN ${unsendable}`],
  ['COPPER_USER_EMAIL', 'a@b.test\nX-Evil: 1', `COPPER_USER_EMAIL ${unsendable}`],
  [
    'COPPER_API_KEY_FILE',
    '/nowhere/secret',
    'COPPER_API_KEY_FILE names a file that cannot be read; check its path and permissions, and that it is a regular file.',
  ],
])('refuses %s=%s', (name, value, message) => {
  const call = () => read({ [name]: value });
  expect(call).toThrow(ConfigError);
  expect(call).toThrow(expect.objectContaining({ message }));
});

test.each<[string, Record<string, string>, Config['credentials']]>([
  [
    'key and e-mail',
    { COPPER_API_KEY: ' k ', COPPER_USER_EMAIL: 'a@b.test' },
    { kind: 'key', key: 'k', email: 'a@b.test' },
  ],
  ['a key alone, as a bearer token', { COPPER_API_KEY: 'k' }, { kind: 'bearer', token: 'k' }],
  [
    'an OAuth token',
    { COPPER_ACCESS_TOKEN: 't', COPPER_USER_EMAIL: 'a@b.test' },
    { kind: 'bearer', token: 't' },
  ],
  ['an e-mail alone, which proves nothing', { COPPER_USER_EMAIL: 'a@b.test' }, undefined],
  ['an empty key', { COPPER_API_KEY: ' ' }, undefined],
  [
    'files',
    { COPPER_API_KEY_FILE: '/run/key', COPPER_USER_EMAIL_FILE: '/run/mail' },
    { kind: 'key', key: 'file-key', email: 'f@a.test' },
  ],
  [
    'a file before a value',
    { COPPER_ACCESS_TOKEN: 't', COPPER_ACCESS_TOKEN_FILE: '/run/token' },
    { kind: 'bearer', token: 'file-token' },
  ],
  ['an empty file', { COPPER_API_KEY_FILE: '/run/empty' }, undefined],
])('credentials from %s', (_, env, credentials) => {
  expect(read(env)).toMatchObject({ credentials, warnings: [] });
});

test('of key and token the key is used, with a word about it', () => {
  expect(read({ COPPER_API_KEY: 'k', COPPER_ACCESS_TOKEN: 't' })).toMatchObject({
    credentials: { kind: 'bearer', token: 'k' },
    warnings: ['Both COPPER_API_KEY and COPPER_ACCESS_TOKEN are set; the key is used. Unset the other.'],
  });
});

test.each([
  ['COPPER_APIKEY', 'COPPER_APIKEY is not a setting of copper-mcp; did you mean COPPER_API_KEY?'],
  ['COPPER_EMAIL', 'COPPER_EMAIL is not a setting of copper-mcp; did you mean COPPER_USER_EMAIL?'],
  ['COPPER_TIMEZON', 'COPPER_TIMEZON is not a setting of copper-mcp; did you mean COPPER_TIMEZONE?'],
])('a slip stops nothing but is told: %s', (name, warning) => {
  expect(read({ [name]: 'x', PATH: '/bin', LOG_FILE: 'x' }).warnings).toEqual([warning]);
});

test('no secret is in an error', () => {
  expect(() => read({ COPPER_API_KEY: 'top secret' })).not.toThrow(/top/);
  expect(() => read({ COPPER_API_BASE_URL: 'https://u:secret@x.test' })).not.toThrow(/secret/);
});

test.each<[string, Record<string, string>, ReturnType<typeof settingSourceOf>]>([
  ['COPPER_API_KEY', {}, { kind: 'default' }],
  ['COPPER_API_KEY', { COPPER_API_KEY: ' ' }, { kind: 'default' }],
  ['COPPER_API_KEY', { COPPER_API_KEY: ' k ' }, { kind: 'variable', variable: 'COPPER_API_KEY', text: 'k' }],
  [
    'COPPER_API_KEY',
    { COPPER_API_KEY: 'k', COPPER_API_KEY_FILE: '/run/key' },
    { kind: 'file', variable: 'COPPER_API_KEY_FILE', path: '/run/key' },
  ],
  ['COPPER_FORMAT', { COPPER_FORMAT_FILE: '/run/key' }, { kind: 'default' }],
])('where %s comes from with %j', (name, env, origin) => {
  expect(settingSourceOf(env, name)).toEqual(origin);
});

test("the machine's time zone is looked up when it is needed, and only where none is set", () => {
  let asked = 0;
  const machineZone = () => {
    asked++;
    return 'Asia/Tokyo';
  };
  const unset = readConfig({}, readFile, machineZone);
  expect(asked).toBe(0);
  expect(unset.timeZone).toBe('Asia/Tokyo');
  expect(asked).toBe(1);
  expect(readConfig({ COPPER_TIMEZONE: 'Europe/Paris' }, readFile, machineZone).timeZone).toBe(
    'Europe/Paris',
  );
  expect(() => readConfig({ COPPER_TIMEZONE: 'Mars' }, readFile, machineZone)).toThrow('COPPER_TIMEZONE');
  expect(asked).toBe(1);
});
