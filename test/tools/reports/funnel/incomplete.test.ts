import { expect, test } from 'vitest';
import type { FetchCopper } from '../../../../src/tool/fetch-copper.ts';
import { visitsOf } from '../../../oracle/passages.ts';
import { openReports } from '../open-reports.ts';
import { expectSums, stagesOf, stagesTold, visitsWithin } from './truth.ts';

const tool = 'funnel';
const start = Date.parse('2026-07-01T00:00:00-07:00') / 1000;
const end = Date.parse('2026-10-01T00:00:00-07:00') / 1000 - 1;

const hiding =
  (isHidden: (id: number) => boolean) =>
  (send: FetchCopper): FetchCopper =>
  async (request) => {
    const response = await send(request);
    if (!request.url.endsWith('/opportunities/search') || !response.ok) return response;
    const rows: unknown = await response.json();
    if (!Array.isArray(rows)) throw new Error('not a list');
    const headers = new Headers(response.headers);
    const seen = rows.filter(({ id }: { id: number }) => !isHidden(id));
    headers.set('x-pw-total', String(Number(headers.get('x-pw-total')) - rows.length + seen.length));
    return new Response(JSON.stringify(seen), { status: 200, headers });
  };

test.each([
  ['move', 2],
  ['add', 1],
  ['remove', 1],
] as const)(
  'what others %s meanwhile: the counts add up, and are off by no more than what is told',
  async (kind, rows) => {
    const { ask, world } = await openReports({ sandbox: { churn: { kind, rows }, pageSize: 50 } });
    const answer = await ask(tool, { during: 'this-quarter', max_requests: 500 });
    expectSums(answer);
    const told = [...answer.head.matchAll(/([\d,]+) of ([\d,]+) (?:activities|opportunities)/g)];
    const missed = told.reduce(
      (sum, [, read = '', all = '']) => sum + Number(all.replace(',', '')) - Number(read.replace(',', '')),
      0,
    );
    expect(missed).toBeGreaterThan(0);
    expect(answer.notes.join('\n')).toMatch(
      /may have been missed, as the first line says|could not be read, and is not counted/,
    );
    const begin = Date.parse('2026-10-01T00:00:00-07:00') / 1000;
    const right = stagesOf(world, visitsWithin(world, begin));
    const entered = (list: readonly Readonly<Record<string, string>>[]) =>
      list.map(({ entered: count }) => Number(count));
    const off = entered(answer.rows).map((count, at) => Math.abs(count - (entered(right)[at] ?? 0)));
    expect(off).toHaveLength(right.length);
    expect(Math.max(...off)).toBeLessThanOrEqual(missed);
  },
);

test('a key that may not see every deal: those are left out and told, unless the question is narrowed', async () => {
  const isHidden = (id: number) => id % 7 === 0;
  const { ask, world } = await openReports({ wrap: hiding(isHidden) });
  const answer = await ask(tool, { during: 'last-quarter' });
  const seen = { ...world, opportunities: world.opportunities.filter(({ id }) => !isHidden(id)) };
  expect(stagesTold(answer)).toEqual(stagesOf(world, visitsWithin(seen, start, end)));
  const moved = visitsOf(world).filter(
    ({ deal, at }) => isHidden(deal.id) && at > deal.date_created && at >= start && at <= end,
  );
  const hidden = new Set(moved.map(({ deal }) => deal.id)).size;
  expect(hidden).toBeGreaterThan(5);
  expect(answer.notes).toContain(
    `${hidden} deals that changed are deleted or hidden from this key, and left out.`,
  );
  const narrow = await ask(tool, { during: 'last-quarter', owner: 'me' });
  expect(narrow.notes.filter((note) => note.includes('hidden'))).toEqual([]);
});

test('requests that end: the answer begins where all is known, and says so', async () => {
  const { ask, error, world } = await openReports({ sandbox: { pageSize: 20 } });
  const answer = await ask(tool, { during: '2026-06-01..' });
  expect(answer.head).toContain('INCOMPLETE');
  const [since = ''] = answer.notes.flatMap(
    (note) => /^What came before (\S+) could not be read/.exec(note)?.[1] ?? [],
  );
  // Clocks went back on 2026-11-01.
  const zone = since < '2026-11-01T02' ? '-07:00' : '-08:00';
  const known = Date.parse(`${since}${since.includes('T') ? '' : 'T00:00'}${zone}`) / 1000;
  expect(known).toBeGreaterThan(start);
  expect(stagesTold(answer)).toEqual(stagesOf(world, visitsWithin(world, known)));
  expect(await error(tool, { during: '2025-06' })).toMatch(
    /^timeout: No answer: changes are read from now back, and only those since 2026-\d\d-\d\dT\d\d:\d\d could be\. Raise max_requests/,
  );
});
