import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { realDisk } from '../../src/cli/real-disk.ts';
import { targetsReader } from '../../src/cli/targets-file.ts';
import { readConfig } from '../../src/config.ts';
import type { Credentials } from '../../src/copper/ask.ts';
import { callTool } from '../http/front.ts';
import { testShell } from '../http/shell.ts';
import { manualClock } from '../manual-clock.ts';

const folder = mkdtempSync(join(tmpdir(), 'targets-'));
afterAll(() => rmSync(folder, { recursive: true }));

const own: Credentials = { kind: 'key', key: 'own', email: 'dana.li@example.com' };
const env = { COPPER_API_KEY: own.key, COPPER_USER_EMAIL: own.email, COPPER_TARGETS_FILE: 'targets.csv' };
const config = readConfig(env, () => '', 'UTC');

/** A reader of a file in memory, and how often it was read. */
function reader(credentials: Credentials | undefined, settings = config) {
  const clock = manualClock(0);
  const file = { text: 'one', reads: 0 };
  const readFile = () => {
    file.reads++;
    return file.text;
  };
  return { clock, file, read: targetsReader({ readFile, clock }, settings, credentials) };
}

test('the file is read with the first question, and again for one that comes a second later', async () => {
  const { clock, file, read } = reader(own);
  expect(file.reads).toBe(0);
  expect([read?.(), read?.()]).toEqual(['one', 'one']);
  expect(file.reads).toBe(1);
  file.text = 'two';
  await clock.advance(999);
  expect(read?.()).toBe('one');
  await clock.advance(1);
  expect(read?.()).toBe('two');
});

test.each<[string, Credentials | undefined]>([
  ['nobody', undefined],
  ['another key', { ...own, key: 'other' }],
  ['the same key of another person', { ...own, email: 'jane.park@example.com' }],
  ['a token', { kind: 'bearer', token: 'own' }],
])('%s has no targets', (_, credentials) => {
  expect(reader(credentials).read).toBeUndefined();
});

test('without the setting nobody has any', () => {
  expect(reader(own, { ...config, targetsFile: undefined }).read).toBeUndefined();
});

test('who brings the key of the configuration has its targets, whoever comes first', () => {
  expect(reader({ ...own }).read?.()).toBe('one');
});

test.each([
  ['a missing file', () => join(folder, 'missing')],
  ['a folder', () => folder],
  [
    'a file that is too large',
    () => {
      const path = join(folder, 'large');
      writeFileSync(path, ' '.repeat(1_000_001));
      return path;
    },
  ],
])('%s is told without its path', (_, pathOf) => {
  const path = pathOf();
  const readFile = (at: string, most?: number) => Buffer.from(realDisk.read(at, most)).toString();
  const read = targetsReader({ readFile, clock: manualClock(0) }, { ...config, targetsFile: path }, own);
  expect(read).toThrow(/^COPPER_TARGETS_FILE names a file that cannot be read\. Ask the user .*at most 1 MB/);
  expect(read).not.toThrow(folder);
});

test('over HTTP the targets are for the key of the server, and not for a key that a caller brings', async () => {
  const shell = testShell({ COPPER_TARGETS_FILE: 'targets.csv' });
  shell.files.set('targets.csv', 'who,period,amount,currency\neverybody,2035,123456789,USD\n');
  const code = shell.run('http', '--port', '0', '--sandbox', '--caller-keys');
  const url = await shell.address();
  const input = { during: '2035' };
  const asServer = await callTool(url, 'forecast', input);
  const headers = { 'X-Copper-Api-Key': 'caller-key', 'X-Copper-User-Email': 'jane.park@example.com' };
  const asCaller = await callTool(url, 'forecast', input, { headers });
  shell.interrupt();
  await code;
  expect(asServer.text).toContain('target: 123456789');
  expect(asCaller.text).toContain('No target is set up.');
  expect(asCaller.text).not.toContain('123456789');
});
