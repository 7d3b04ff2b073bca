import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { realDisk } from '../../../src/cli/real-disk.ts';
import type { Disk } from '../../../src/clients/local-machine.ts';
import { createSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { serveSandbox } from '../../../src/sandbox/serve.ts';
import { realClock } from '../../../src/tool/clock.ts';
import { testNow } from '../../harness.ts';
import { sharedWorld } from '../../worlds.ts';
import { type FakeMachine, fakeShell, run as runCommand } from '../fake-shell.ts';

let copper: Sandbox;
let served: Awaited<ReturnType<typeof serveSandbox>>;
let folder: string;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'copper-mcp-export-'));
});
beforeEach(async () => {
  await served?.close();
  const sleep = async () => undefined;
  copper = createSandbox({ now: () => testNow, sleep, generate: sharedWorld, limit: 0, pageSize: 25 });
  served = await serveSandbox(copper, { port: 0, host: '127.0.0.1' });
  env = {
    COPPER_API_BASE_URL: served.url,
    COPPER_API_KEY: 'test-key',
    COPPER_USER_EMAIL: 'dana.li@example.com',
    COPPER_RATE_LIMIT: '100000',
  };
});
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true });
});

let files = 0;
/** A file that is not there yet. */
const newFile = (ending = 'csv') => join(folder, `${++files}.${ending}`);

/** Dana's deals: some five pages. */
const deals = [
  'export',
  'search_opportunities',
  'owner=Dana Li',
  'status=Open',
  'fields=id,name,stage,value,tags,status',
];
const run = (words: readonly string[], machine: FakeMachine = {}) => runCommand(words, { env, ...machine });
const text = (path: string) => readFileSync(path, 'utf8');
const left = (path: string) => [path, `${path}.part`, `${path}.part.log`].filter((one) => existsSync(one));

test('all rows are in the file, which only its owner can read', async () => {
  const path = newFile();
  const { code, out, err } = await run([...deals, '--to', path]);
  const danas = copper.world.opportunities.filter(
    (deal) => deal.assignee_id === 137_658 && deal.status === 'Open',
  );
  expect([code, out, err]).toEqual([0, `${danas.length} rows are in ${path}\n`, '']);
  const lines = text(path).split('\r\n');
  expect(lines[0]).toBe('id,name,stage,pipeline,value,value_currency,tags,status');
  expect(
    lines
      .slice(1, -1)
      .map((line) => Number(line.split(',')[0]))
      .toSorted(),
  ).toEqual(danas.map(({ id }) => id).toSorted());
  expect(left(path)).toEqual([path]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('stdout gets the same, as CSV or JSON lines', async () => {
  const path = newFile();
  await run([...deals, '--to', path]);
  expect((await run(deals)).out).toBe(text(path));
  const rows = (await run([...deals, '--format', 'jsonl'])).out.trimEnd().split('\n');
  expect(rows).toHaveLength(text(path).split('\r\n').length - 2);
  expect(JSON.parse(rows[0] ?? '')).toMatchObject({
    id: expect.any(Number),
    status: 'Open',
  });
});

test('for Excel it begins with a byte order mark', async () => {
  expect((await run(['export', 'search_companies', 'fields=id', '--excel'])).out).toMatch(/^\ufeffid\r\n\d/);
});

/** A disk that fails at its n-th change; half of what is appended may be there by then. */
function failing(
  at: number,
  { half = false, code = 'EIO' } = {},
): { readonly disk: Disk; changes(): number } {
  let changes = 0;
  const step =
    <Args extends readonly unknown[]>(work: (...args: Args) => void, before?: (...args: Args) => void) =>
    (...args: Args): void => {
      if (++changes !== at) work(...args);
      else {
        if (half) before?.(...args);
        throw Object.assign(new Error(code), { code });
      }
    };
  return {
    changes: () => changes,
    disk: {
      ...realDisk,
      append: step(realDisk.append, (path, bytes, mode) =>
        realDisk.append(path, bytes.subarray(0, Math.ceil(bytes.length / 2)), mode),
      ),
      rename: step(realDisk.rename),
      remove: step(realDisk.remove, realDisk.remove),
    },
  };
}

describe('an export that was cut off', () => {
  test('at whatever change of the disk, before it or halfway, gives the same bytes when it goes on', async () => {
    const whole = newFile();
    const counted = failing(0);
    await run([...deals, '--to', whole], { machine: { disk: counted.disk } });
    expect(counted.changes()).toBeGreaterThan(9);
    for (let at = 1; at <= counted.changes(); at++) {
      for (const half of at % 2 === 0 ? [false, true] : [true]) {
        const path = newFile();
        const first = await run([...deals, '--to', path], { machine: { disk: failing(at, { half }).disk } });
        // What is left of the log once the file is in its place does no harm.
        expect([at, first.code]).toEqual([at, at === counted.changes() ? 0 : 1]);
        const again = await run([...deals, '--to', path, '--force']);
        expect([at, half, again.code]).toEqual([at, half, 0]);
        expect(text(path)).toBe(text(whole));
        expect(left(path)).toEqual([path]);
      }
    }
  });

  test('and cut off again goes on each time from where it was', async () => {
    const [whole, path] = [newFile(), newFile()];
    const more = deals.filter((word) => !word.startsWith('status='));
    await run([...more, '--to', whole]);
    let before = 0;
    for (let round = 0; round < 3; round++) {
      const { err } = await run([...more, '--to', path], {
        machine: { disk: failing(round === 0 ? 8 : 4, { half: true }).disk },
      });
      const [, rows] = /(\d+) rows are in \S+\.part; the same command/.exec(err) ?? [];
      expect(Number(rows)).toBeGreaterThan(before);
      before = Number(rows);
    }
    const { code, err } = await run([...more, '--to', path]);
    expect(err).toContain(`copper-mcp: ${before} rows are in ${path}.part; going on from there.`);
    expect([code, text(path)]).toEqual([0, text(whole)]);
  });

  test('by Ctrl-C says how to go on, and is 130', async () => {
    const [whole, path] = [newFile(), newFile()];
    await run([...deals, '--to', whole]);
    const disk: Disk = {
      ...realDisk,
      append(...args) {
        realDisk.append(...args);
        if ((realDisk.stat(`${path}.part.log`)?.size ?? 0) > 400) shell.interrupt();
      },
    };
    const shell = fakeShell([...deals, '--to', path], { env, machine: { disk } });
    expect(await main(shell.shell)).toBe(130);
    expect(shell.err()).toMatch(
      /^copper-mcp: stopped\. \d+ rows are in \S+\.csv\.part; the same command goes on from there\.\n$/,
    );
    expect((await run([...deals, '--to', path])).code).toBe(0);
    expect(text(path)).toBe(text(whole));
  });

  test.each<[string, () => void, RegExp]>([
    [
      'a deal was removed',
      () =>
        copper.change((world) => ({
          ...world,
          opportunities: world.opportunities.filter(
            (deal) => deal.assignee_id !== 137_658 || deal.id % 40 !== 0,
          ),
        })),
      /^copper-mcp: Copper had \d+ opportunities and has \d+ now; the export starts again\.$/m,
    ],
    [
      'deals have another order',
      () =>
        copper.change((world) => ({
          ...world,
          opportunities: world.opportunities.map((deal) => ({
            ...deal,
            date_created: 3_000_000_000 - deal.date_created,
          })),
        })),
      /^copper-mcp: the opportunities have moved meanwhile; the export starts again\.$/m,
    ],
  ])('and %s starts again, and says so', async (_, change, sentence) => {
    const [whole, path] = [newFile(), newFile()];
    await run([...deals, '--to', path], { machine: { disk: failing(9).disk } });
    change();
    const { code, err } = await run([...deals, '--to', path]);
    expect(err).toMatch(sentence);
    await run([...deals, '--to', whole]);
    expect([code, text(path)]).toEqual([0, text(whole)]);
  });

  test.each<[string, readonly string[], Readonly<Record<string, string>>]>([
    [
      'other arguments',
      ['export', 'search_opportunities', 'owner=Jane Park', 'fields=id,name,stage,value,tags'],
      {},
    ],
    ['other fields', ['export', 'search_opportunities', 'owner=Dana Li', 'fields=id'], {}],
    ['another form', [...deals, '--excel'], {}],
    ['another account', deals, { COPPER_USER_EMAIL: 'jane.park@example.com' }],
    ['another time zone', deals, { COPPER_TIMEZONE: 'Asia/Tokyo' }],
  ])('with %s is not gone on with, and replaced only by force', async (_, words, others) => {
    const path = newFile();
    await run([...deals, '--to', path], { machine: { disk: failing(9).disk } });
    const part = text(`${path}.part`);
    const { code, err } = await run([...words, '--to', path], { env: { ...env, ...others } });
    expect([code, text(`${path}.part`)]).toEqual([2, part]);
    expect(err).toContain(
      `${path}.part is of an export with other arguments, settings or account. --force replaces it`,
    );
    const forced = await run([...words, '--to', path, '--force'], { env: { ...env, ...others } });
    expect([forced.code, left(path)]).toEqual([0, [path]]);
  });

  test('and whose draft was cut short since starts again', async () => {
    const [whole, path] = [newFile(), newFile()];
    await run([...deals, '--to', whole]);
    await run([...deals, '--to', path], { machine: { disk: failing(9).disk } });
    writeFileSync(`${path}.part`, text(`${path}.part`).slice(0, 50));
    const { err } = await run([...deals, '--to', path]);
    expect(err).toContain(`${path}.part is shorter than it was; the export starts again.`);
    expect(text(path)).toBe(text(whole));
  });
});

test('what another program writes into the draft ends the export', async () => {
  const path = newFile();
  let appended = 0;
  const append: Disk['append'] = (...args) => {
    realDisk.append(...args);
    if (++appended === 4) writeFileSync(`${path}.part`, 'x', { flag: 'a' });
  };
  const { code, err } = await run([...deals, '--to', path], { machine: { disk: { ...realDisk, append } } });
  expect(code).toBe(1);
  expect(err).toContain(`${path}.part was changed by another program meanwhile`);
});

test('a file that appears meanwhile is not replaced', async () => {
  const path = newFile();
  const append: Disk['append'] = (...args) => {
    realDisk.append(...args);
    writeFileSync(path, 'mine');
  };
  const { code, err } = await run([...deals, '--to', path], { machine: { disk: { ...realDisk, append } } });
  expect([code, text(path)]).toEqual([1, 'mine']);
  expect(err).toContain(`${path} was made by another program meanwhile; all rows are in ${path}.part.`);
  expect((await run([...deals, '--to', path, '--force'])).code).toBe(0);
  expect(text(path)).toMatch(/^id,name/);
});

test.each<[string, string, RegExp]>([
  [
    'full',
    'ENOSPC',
    /csv cannot be written: the disk is full\. \d+ rows are in \S+\.part; the same command goes on/,
  ],
  ['read-only', 'EROFS', /csv cannot be written: you are not allowed to\./],
  ['broken', 'EIO', /csv cannot be written \(EIO\)\./],
])('a disk that is %s is one sentence', async (_, code, sentence) => {
  const path = newFile();
  const ran = await run([...deals, '--to', path], {
    machine: { disk: failing(7, { code, half: true }).disk },
  });
  expect([ran.code, ran.out]).toEqual([1, '']);
  expect(ran.err).toMatch(sentence);
  expect(ran.err.trimEnd().split('\n')).toHaveLength(1);
});

describe('refused before anything is asked', () => {
  test.each<[string, readonly string[], RegExp]>([
    ['no tool', [], /^copper-mcp: Name a tool;/],
    ['an unknown tool', ['search_poeple'], /Did you mean search_people/],
    [
      'a name without a format',
      ['list_users', '--to', '/tmp/x.txt'],
      /let it end with \.csv or \.jsonl, or add --format/,
    ],
    ['an unknown format', ['list_users', '--format', 'xml'], /--format is csv or jsonl, not "xml"/],
    ['two formats', ['list_users', '--to', 'x.csv', '--format', 'jsonl'], /x\.csv would not be jsonl/],
    ['Excel and JSON', ['list_users', '--format', 'jsonl', '--excel'], /--excel is for CSV alone/],
    ['a folder', ['list_users', '--format', 'csv', '--to', tmpdir()], /is not a regular file/],
    ['a device', ['list_users', '--format', 'csv', '--to', '/dev/null'], /is not a regular file/],
  ])('%s', async (_, words, sentence) => {
    const { code, out, err } = await run(['export', ...words]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(sentence);
    expect(copper.log).toEqual([]);
  });

  test('a file that is there, unless by force', async () => {
    const path = newFile();
    writeFileSync(path, 'mine');
    const { code, err } = await run([...deals, '--to', path]);
    expect([code, text(path), copper.log.length]).toEqual([2, 'mine', 0]);
    expect(err).toContain('is there already. --force replaces it');
    expect((await run([...deals, '--to', path, '--force'])).code).toBe(0);
    expect(text(path)).toMatch(/^id,name/);
  });
});

test('a folder that does not exist, and a part that is not ours, are said', async () => {
  const missing = await run([...deals, '--to', join(folder, 'nowhere', 'x.csv')]);
  expect([missing.code, missing.err]).toEqual([1, expect.stringContaining('its folder does not exist')]);
  const path = newFile();
  writeFileSync(`${path}.part`, 'mine');
  const { code, err } = await run([...deals, '--to', path]);
  expect([code, text(`${path}.part`)]).toEqual([2, 'mine']);
  expect(err).toContain(`${path}.part is not ours.`);
});

test('an error of the tool is on stderr, and leaves no file', async () => {
  const path = newFile();
  const { code, out, err } = await run(['export', 'search_people', 'owner=Nobody At All', '--to', path]);
  expect([code, out, left(path)]).toEqual([1, '', []]);
  expect(err).toMatch(/^unknown_name: There is no owner "Nobody At All"/);
});

test('demo data, which differ at each start, are never gone on with', async () => {
  const path = newFile();
  const words = [...deals, '--to', path, '--sandbox'];
  await run(words, { machine: { disk: failing(6).disk }, env: {} });
  const clock = { now: () => testNow + 60_000, steady: () => testNow, sleep: realClock.sleep };
  const { code, err } = await run(words, { env: {}, clock });
  expect(code).toBe(0);
  expect(err).toContain('has demo data, which are made anew at each start; the export starts again.');
});

test('without a terminal, an export of more than two seconds has a line of progress, with an estimate', async () => {
  let time = testNow;
  const clock = { now: () => testNow, steady: () => (time += 200), sleep: realClock.sleep };
  const { err } = await run(deals, { clock });
  expect(err).toMatch(/^copper-mcp: read \d+ of \d+ opportunities(, about \d+ s left)?$/m);
  expect((await run(deals)).err).not.toContain('read');
});
