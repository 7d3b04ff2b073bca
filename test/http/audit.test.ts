import { readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createAudit } from '../../src/http/audit.ts';
import { hashToken } from '../../src/http/tokens.ts';
import { tempHome } from '../clients/temp-home.ts';
import { manualClock } from '../manual-clock.ts';
import { startServer } from '../scenarios/server-process.ts';
import { callTool } from './front.ts';
import { testShell } from './shell.ts';

describe('copper-mcp http --audit', () => {
  test('one line a call: who was shown which records, and no text', async () => {
    const shell = testShell();
    shell.files.set('callers.json', JSON.stringify([{ name: 'alice', sha256: hashToken('token') }]));
    const args = ['--auth', 'token', '--callers', 'callers.json', '--audit', 'audit.jsonl'];
    const code = shell.run('http', '--sandbox', '--port', '0', ...args);
    const url = await shell.address();
    const call = (tool: string, input: object) =>
      callTool(url, tool, input, { headers: { Authorization: 'Bearer token' } });
    const people = await call('search_people', { limit: 3 });
    await call('search_people', { limit: 0 });
    await call('search_people', { limit: 3, fields: ['name'] });
    await call('get_opportunity', { id: 1 });
    await call('deals_needing_attention', {});
    const matches = await call('find', { text: 'globex' });
    shell.interrupt();
    await code;
    const text = shell.files.get('audit.jsonl') ?? '';
    const [three, none, names, unknown, summary, found] = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const ids = [...people.text.matchAll(/(?:^|\\n)(\d{3,})\\t/g)].map(([, id]) => Number(id));
    expect(ids).toHaveLength(3);
    expect(three).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      id: expect.any(String),
      caller: 'alice',
      tool: 'search_people',
      outcome: 'ok',
      records: [{ kind: 'people', ids }],
      rows: 3,
      requests: expect.any(Number),
    });
    expect(three.requests).toBeGreaterThan(0);
    expect(none).toMatchObject({ records: [], rows: 0 });
    // Without an id in the table nobody can say which records it has: that is not none.
    expect(names).toMatchObject({ records: [{ kind: 'people' }], rows: 3 });
    expect(names.records[0]).not.toHaveProperty('ids');
    expect(unknown).toMatchObject({ tool: 'get_opportunity', outcome: 'not_found', records: [] });
    expect(summary.rows).toBeGreaterThan(0);
    // A table of several kinds tells them apart: an id alone would not say whose it is.
    const shown: Record<string, number[]> = {};
    for (const [, kind = '', id] of matches.text.matchAll(/\\n(person|company|lead|opportunity)\\t(\d+)/g))
      shown[kind] = [...(shown[kind] ?? []), Number(id)];
    expect(Object.keys(shown).length).toBeGreaterThan(1);
    const told = found.records.map(({ kind, ids }: { kind: string; ids: number[] }) => [kind, ids]);
    expect(Object.fromEntries(told)).toEqual(shown);
    expect(text).not.toMatch(/@|Li|token/);
  });

  test('a file that was renamed is begun anew, with a signal or without; only its owner can read it', async () => {
    const path = join(tempHome(), 'audit.jsonl');
    const server = startServer(['http', '--sandbox', '--port', '0', '--audit', path]);
    await expect.poll(() => server.lines().length).toBeGreaterThan(0);
    const tools = () =>
      readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line) => line !== '' && JSON.parse(line).tool);
    const callAndRename = async (tool: string) => {
      await callTool(new URL(server.lines()[0] ?? '').origin, tool, {}, { headers: { Connection: 'close' } });
      await expect.poll(tools).toEqual([tool]);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      renameSync(path, `${path}.1`);
    };
    await callAndRename('list_users');
    server.kill('SIGHUP');
    await callAndRename('list_tags');
    await callAndRename('list_pipelines');
    server.kill('SIGTERM');
    expect(await server.gone).toEqual({ code: 0, signal: null });
  });

  test.each([
    ['/', '/ is not a regular file.'],
    ['/none', '--audit: /none cannot be written (ENOSPC); check its path and permissions.'],
  ])('%s is refused at the start', async (path, message) => {
    const shell = testShell({}, { append: () => fail('ENOSPC') });
    expect(await shell.run('http', '--sandbox', '--port', '0', '--audit', path)).toBe(2);
    expect(shell.err.join('\n')).toContain(message);
  });
});

function fail(code: string): never {
  throw Object.assign(new Error(code), { code });
}

describe('the audit log', () => {
  const record = {
    id: '1',
    caller: 'a',
    client: 'https://claude.ai/client',
    tool: 't',
    outcome: 'ok',
    shown: undefined,
    uris: [],
    requests: 1,
  };

  function auditOn() {
    const clock = manualClock(0);
    const disk = { text: '', writes: 0, isFull: false };
    const seen = { logged: [] as string[], lost: 0 };
    const audit = createAudit({
      append(text) {
        disk.writes++;
        // A full disk takes what it has room for.
        disk.text += disk.isFull ? text.slice(0, 10) : text;
        if (disk.isFull) fail('ENOSPC');
      },
      clock,
      log: { debug() {}, warn() {}, error: (_, message) => void seen.logged.push(message) },
      onLost: (lines) => {
        seen.lost += lines;
      },
    });
    return { clock, disk, seen, audit };
  }

  test('lines are written together, within a tenth of a second', async () => {
    const { clock, disk, audit } = auditOn();
    for (let at = 0; at < 50; at++) audit.write(record);
    expect(disk.writes).toBe(0);
    await clock.advance(100);
    expect([disk.writes, disk.text.split('\n').length]).toEqual([1, 51]);
    expect(JSON.parse(disk.text.split('\n')[0] ?? '')).toMatchObject({ client: 'https://claude.ai/client' });
  });

  test('a full disk stops nothing: it is logged once, lines wait, and those beyond 4 MB are counted', async () => {
    const { clock, disk, seen, audit } = auditOn();
    disk.isFull = true;
    audit.write(record);
    await clock.advance(5_000);
    expect(seen).toEqual({ logged: ['audit lines cannot be written; they wait'], lost: 0 });
    const long = { ...record, tool: 'x'.repeat(1_000_000) };
    for (let at = 0; at < 6; at++) audit.write(long);
    expect(seen.lost).toBe(2);
    expect(disk.writes).toBeLessThan(10);
    disk.isFull = false;
    await clock.advance(1_000);
    const whole = disk.text.split('\n').filter((line) => line.endsWith('}'));
    expect(whole.map((line) => JSON.parse(line).tool.length)).toEqual([1, ...Array(4).fill(1_000_000)]);
    expect(seen.logged).toHaveLength(1);
  });
});
