import { describe, expect, test } from 'vitest';
import { createSeal } from '../../src/http/sign-in/seal.ts';
import { signInKey } from '../../src/http/sign-in/sign-in-store.ts';
import { hashToken } from '../../src/http/tokens.ts';
import { ask, callTool } from './front.ts';
import { testShell } from './shell.ts';
import { secret } from './sign-in/signing.ts';

const callersFile = [
  { name: 'alice', sha256: hashToken('the-token-of-alice') },
  { name: 'bob', claims: { sub: '7' }, copper: { apiKey: 'the-key-of-bob', userEmail: 'bob@example.com' } },
];
const until = Date.now() + 86_400_000;

/** A shell with two callers, and three people who have signed in. */
function shellWithBoth(env: Record<string, string> = {}) {
  const shell = testShell({ COPPER_HTTP_SECRET: secret, COPPER_HTTP_SIGN_INS: '/kept', ...env });
  shell.files.set('callers.json', JSON.stringify(callersFile));
  const people = [
    ['person-1', 'Dana Li', 'dana@example.com'],
    ['person-2', 'Dana Li', 'dana@example.com'],
    ['person-3', 'Sam Poe', 'sam@example.com'],
    ['person-4', 'Sam Poe', 'poe@example.com'],
  ] as const;
  const records = people.flatMap(([id, name, email]): [string, string, object][] => [
    ['Account', id, { id, name, credentials: { kind: 'key', key: `key-of-${id}`, email } }],
    ['Grant', `g-${id}`, { grantId: `g-${id}`, accountId: id, clientId: 'c' }],
    ['AccessToken', `t-${id}`, { grantId: `g-${id}`, accountId: id, scope: 'copper:read' }],
  ]);
  const client: [string, string, object] = ['Client', 'c', { client_name: 'Claude' }];
  const entries = [...records, client].map(([kind, id, value]) => [signInKey(kind, id), kind, value, until]);
  shell.files.set('/kept', createSeal([secret]).seal(JSON.stringify(entries)), 0o600);
  const kept = () => createSeal([secret]).open(shell.files.get('/kept') ?? '').text;
  const run = (...args: string[]) => shell.run('token', ...args, '--callers', 'callers.json');
  return { shell, kept, run };
}

describe('copper-mcp token', () => {
  test('list shows callers and people, and nothing secret', async () => {
    const { shell, run } = shellWithBoth();
    expect(await run('list')).toBe(0);
    const text = shell.out.join('\n');
    const rows = shell.out.map((line) => line.split(/ {2,}/));
    expect(rows.slice(0, 3)).toEqual([
      ['alice', 'token', "the server's key"],
      ['bob', 'claims', 'its own key'],
      [
        'person-1',
        'Dana Li <dana@example.com>',
        'Claude',
        `until ${new Date(until).toISOString().slice(0, 10)} unless used`,
      ],
    ]);
    expect(shell.err.at(-1)).toBe('2 callers and 4 keys of people who have signed in.');
    expect(await run('list', '--json')).toBe(0);
    const listed = JSON.parse(shell.out.at(-1) ?? '');
    expect([listed.callers.length, listed.people.length, listed.people[3].signIns[0].client]).toEqual([
      2,
      4,
      'Claude',
    ]);
    for (const hidden of ['key-of', hashToken('the-token-of-alice'), secret])
      expect(text + shell.out.at(-1)).not.toContain(hidden);
  });

  test.each<[string, string[]]>([
    ['DANA@example.com', ['person-1', 'person-2']],
    ['Dana Li', ['person-1', 'person-2']],
    ['person-3', ['person-3']],
  ])('revoke %s ends all sign-ins of %j, and of nobody else', async (name, ended) => {
    const { shell, run, kept } = shellWithBoth();
    expect(await run('revoke', name)).toBe(0);
    const all = ['person-1', 'person-2', 'person-3', 'person-4'];
    for (const id of all) expect([id, kept().includes(id)]).toEqual([id, !ended.includes(id)]);
    for (const id of ended) expect(shell.out.join('\n')).toContain(`${id} (`);
    expect(JSON.parse(shell.files.get('callers.json') ?? '')).toEqual(callersFile);
  });

  test('revoke takes a caller out of the file, and leaves the others as they are', async () => {
    const { shell, run } = shellWithBoth();
    expect(await run('revoke', 'alice', '--json')).toBe(0);
    expect(JSON.parse(shell.out.join())).toEqual({ name: 'alice', caller: true, people: [] });
    expect(JSON.parse(shell.files.get('callers.json') ?? '')).toEqual([callersFile[1]]);
  });

  test('rotate replaces the hash, and keeps the rest of the entry', async () => {
    const { shell, run } = shellWithBoth();
    shell.files.set('callers.json', JSON.stringify([{ ...callersFile[0], copper: 'caller' }]));
    expect(await run('rotate', 'alice')).toBe(0);
    const [token = ''] = shell.out;
    expect(token).toMatch(/^copper-mcp_/);
    expect(JSON.parse(shell.files.get('callers.json') ?? '')).toEqual([
      { name: 'alice', sha256: hashToken(token), copper: 'caller' },
    ]);
  });

  test.each<[string[], string]>([
    [['revoke', 'alicia'], 'Nobody is named "alicia". Did you mean alice?'],
    [['rotate', 'alicia'], 'Nobody is named "alicia". Did you mean alice?'],
    [['revoke', 'sam poe'], '"sam poe" is the name of sam@example.com and poe@example.com: use an e-mail'],
    [['rotate', 'bob'], "bob has no token here: the issuer's claims identify this caller."],
    [['rotate', 'person-1'], 'person-1 has signed in, and clients renew such tokens by themselves'],
    [['revoke'], 'Write `copper-mcp token new NAME`'],
    [['list', 'alice'], 'Write `copper-mcp token new NAME`'],
  ])('%j is refused and changes nothing', async (args, message) => {
    const { shell, run, kept } = shellWithBoth();
    const before = kept();
    expect(await run(...args)).toBe(2);
    expect(shell.err.join('\n')).toContain(message);
    expect([kept(), JSON.parse(shell.files.get('callers.json') ?? '')]).toEqual([before, callersFile]);
    expect(shell.out).toEqual([]);
  });

  test.each<[Record<string, string>, string]>([
    [{}, 'Name the callers file by --callers FILE, or set COPPER_HTTP_SECRET_FILE'],
    [{ COPPER_HTTP_CALLERS: 'none.json' }, 'none.json cannot be read'],
    [
      { COPPER_HTTP_SECRET: secret, COPPER_REDIS_URL: 'redis://127.0.0.1:1' },
      'The sign-ins in Redis cannot be used: connect ECONNREFUSED',
    ],
  ])('%j: what is missing is said', async (env, message) => {
    const shell = testShell(env);
    expect(await shell.run('token', 'list')).toBe(2);
    expect(shell.err.join('\n')).toContain(message);
  });

  test('sign-ins from another secret are not touched', async () => {
    const { shell, run } = shellWithBoth({ COPPER_HTTP_SECRET: 'x'.repeat(43) });
    const before = shell.files.get('/kept');
    expect(await run('revoke', 'person-1')).toBe(2);
    expect(shell.err.join('\n')).toContain('was sealed with another secret');
    expect(shell.files.get('/kept')).toBe(before);
  });
});

test('a running server refuses a revoked person within a second, and others go on', async () => {
  const { shell, run } = shellWithBoth();
  const audience = 'https://crm.example.com/mcp';
  const kept = createSeal([secret]).open(shell.files.get('/kept') ?? '').text;
  const withAudience = kept
    .replaceAll('"scope"', `"aud":"${audience}","scope"`)
    .replaceAll(/(?:dana|sam)@/g, 'dana.li@');
  shell.files.set('/kept', createSeal([secret]).seal(withAudience), 0o600);
  const code = shell.run('http', '--sandbox', '--port', '0', '--auth', 'sign-in', '--audience', audience);
  const url = await shell.address();
  const call = async (id: string) =>
    (await callTool(url, 'list_users', {}, { headers: { Authorization: `Bearer t-${id}` } })).status;
  expect([await call('person-1'), await call('person-3')]).toEqual([200, 200]);
  expect(await run('revoke', 'person-1')).toBe(0);
  await expect.poll(() => call('person-1'), { timeout: 2_000 }).toBe(401);
  expect(await call('person-3')).toBe(200);
  expect((await ask(`${url}/healthz`)).status).toBe(200);
  shell.interrupt();
  await code;
});
