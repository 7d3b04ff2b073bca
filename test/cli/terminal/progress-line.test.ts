import { describe, expect, test } from 'vitest';
import { progressLine } from '../../../src/cli/terminal/progress-line.ts';
import { createSandbox } from '../../../src/sandbox/sandbox.ts';
import { serveSandbox } from '../../../src/sandbox/serve.ts';
import { manualClock } from '../../manual-clock.ts';
import { sharedWorld } from '../../worlds.ts';
import { run, stillClock } from '../fake-shell.ts';

const erase = '\r\u001b[2K';

/** A line on a terminal of this width; `seen` is what stands on it. */
function onTerminal(columns = 80) {
  const clock = manualClock(0);
  let written = '';
  const screen = {
    columns: () => columns,
    write: (text: string) => {
      written += text;
    },
  };
  return {
    clock,
    line: progressLine({ screen, clock }),
    seen: () => written.split(erase).at(-1),
    written: () => written,
  };
}

describe('the line', () => {
  test('says what goes on, with a bar where it is known how much there is', async () => {
    const { clock, line, seen } = onTerminal();
    line.show({ done: 600, total: 2400, message: 'read 600 of 2,400 deals' });
    await clock.advance(100);
    expect(seen()).toBe('⠋ ━━━━━─────────────── read 600 of 2,400 deals');
    line.show({ done: 2400, total: 2400, message: 'read 2,400 of 2,400 deals' });
    await clock.advance(100);
    expect(seen()).toBe('⠙ ━━━━━━━━━━━━━━━━━━━━ read 2,400 of 2,400 deals');
    line.show({ done: 2401, message: 'sorting' });
    await clock.advance(100);
    expect(seen()).toBe('⠹ sorting');
    line.end();
    expect(seen()).toBe('');
  });

  test('tells for how long nothing new has come, such as a wait for the rate limit', async () => {
    const { clock, line, seen } = onTerminal();
    line.show({ done: 1, message: "waiting 12 s for Copper's rate limit" });
    await clock.advance(1_900);
    expect(seen()).toMatch(/^. waiting 12 s for Copper's rate limit$/);
    await clock.advance(3_000);
    expect(seen()).toMatch(/^. waiting 12 s for Copper's rate limit {2}4 s$/);
    line.show({ done: 2, message: 'read 25 of 50 rows' });
    await clock.advance(100);
    expect(seen()).toMatch(/^. read 25 of 50 rows$/);
    line.end();
  });

  test('is never as wide as the terminal, and has no bar on a narrow one', async () => {
    const { clock, line, seen } = onTerminal(20);
    line.show({ done: 1, total: 2, message: 'read 600 of 9,210 opportunities' });
    await clock.advance(100);
    expect(seen()).toBe('⠋ read 600 of 9,21…');
    line.end();
  });

  test('makes room for text, and is drawn anew after it', async () => {
    const { clock, line, seen } = onTerminal();
    line.show({ message: 'asking' });
    await clock.advance(100);
    line.clear();
    expect(seen()).toBe('');
    await clock.advance(100);
    expect(seen()).toBe('⠙ asking');
    line.end();
  });

  test('work that is done at once shows none, and after its end nothing is drawn', async () => {
    const { clock, line, written } = onTerminal();
    line.show({ message: 'asking' });
    await clock.advance(99);
    line.end();
    await clock.advance(10_000);
    expect(written()).toBe('');
  });
});

describe('copper-mcp call', () => {
  /** A call that reads many pages of a slow account, on a terminal or not. */
  async function slowCall(redrawable: boolean, more: string[] = [], settings = {}) {
    const { now, sleep } = stillClock;
    const sandbox = createSandbox({ now, sleep, names: 'documented', latency: 150, generate: sharedWorld });
    const { url, close } = await serveSandbox(sandbox);
    const env = {
      COPPER_API_BASE_URL: url,
      COPPER_API_KEY: 'any',
      COPPER_USER_EMAIL: 'dana.li@example.com',
      COPPER_DIALECT: 'documented',
      ...settings,
    };
    // No search of Copper's takes the text of this field: all rows are read, in three pages of 200.
    const words = ['call', 'search_opportunities', 'filters={"name":"Contract link","value":"s"}', 'limit=1'];
    try {
      return await run([...words, ...more], { env, redrawable });
    } finally {
      await close();
    }
  }

  test('shows how far it is on a terminal, and takes it away', async () => {
    const { code, out, err } = await slowCall(true);
    expect([code, out]).toEqual([0, expect.stringMatching(/^opportunities 1-1 of \d+/)]);
    const frames = err.split(erase);
    expect(frames.at(-1)).toBe('');
    expect(frames).toEqual(expect.arrayContaining([expect.stringMatching(/^. asking Copper$/)]));
    expect(frames).toEqual(
      expect.arrayContaining([expect.stringMatching(/^. ━{7}─{13} read 200 of 600 rows$/)]),
    );
    expect(err).not.toContain('\n');
  });

  test('shows nothing where nobody looks, or a program reads', async () => {
    expect((await slowCall(false)).err).toBe('');
    const { code, out, err } = await slowCall(true, ['--json']);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({ kind: 'opportunities' });
  });

  test('lines of the log stand alone, between its frames', async () => {
    const { err } = await slowCall(true, [], { LOG_LEVEL: 'debug' });
    const logged = err.split('\n').slice(0, -1);
    expect(logged.length).toBeGreaterThanOrEqual(3);
    expect(err).toContain('read 200 of 600 rows');
    for (const line of logged) expect(() => JSON.parse(line.split(erase).at(-1) ?? '')).not.toThrow();
  });

  test('an error stands on a line of its own', async () => {
    const { env } = { env: { COPPER_API_KEY: 'any', COPPER_API_BASE_URL: 'http://127.0.0.1:1' } };
    const { code, err } = await run(['call', 'list_users'], { env, redrawable: true });
    expect(code).toBe(1);
    expect(err.split(erase).at(-1)).toMatch(/^unavailable: Copper could not be reached/);
  });
});
