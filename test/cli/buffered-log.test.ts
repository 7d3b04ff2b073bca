import { expect, test } from 'vitest';
import { bufferLog } from '../../src/cli/stderr-lines.ts';
import { manualClock } from '../manual-clock.ts';

const line = (level: number, at = 0) => JSON.stringify({ level, time: at, name: 'copper-mcp', msg: 'call' });

function open() {
  const clock = manualClock();
  const written: string[] = [];
  const { write, flush } = bufferLog((lines) => written.push(lines), clock);
  return { clock, written, write, flush };
}

test.each([10, 20, 30, 40])(
  'lines of level %i wait 100 ms for others, and are written in order',
  async (level) => {
    const { clock, written, write } = open();
    write(line(level, 1));
    await clock.advance(60);
    write(line(level, 2));
    await clock.advance(39);
    expect(written).toEqual([]);
    await clock.advance(1);
    expect(written).toEqual([`${line(level, 1)}\n${line(level, 2)}`]);
    await clock.advance(1_000);
    expect(written).toHaveLength(1);
    write(line(level, 3));
    await clock.advance(100);
    expect(written[1]).toBe(line(level, 3));
  },
);

test.each([
  line(50),
  line(60),
  'copper-mcp: the client has left 32 MB of answers unread; the server stops.',
  '{"level":300,"msg":"not of the log"}',
  ' {"level":30,',
  '',
])('%j is written at once, behind what waits', (urgent) => {
  const { written, write, clock } = open();
  write(line(30, 1));
  write(urgent);
  expect(written).toEqual([`${line(30, 1)}\n${urgent}`]);
  expect(clock.sleepers()).toBe(0);
});

test('what waits is written when the process ends, once', async () => {
  const { clock, written, write, flush } = open();
  flush();
  expect(written).toEqual([]);
  write(line(30));
  flush();
  flush();
  await clock.advance(1_000);
  expect(written).toEqual([line(30)]);
});

test('no more than 64 KB wait', () => {
  const { written, write } = open();
  for (let at = 0; at < 3_000; at++) write(line(30, at));
  const all = written.join('\n').split('\n');
  expect(written.length).toBeGreaterThan(1);
  for (const lines of written) expect(lines.length).toBeLessThan(70_000);
  expect(all).toEqual(Array.from({ length: all.length }, (_, at) => line(30, at)));
});
