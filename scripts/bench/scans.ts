import { createSandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { serveSandbox } from '../../src/sandbox/serve.ts';
import { realClock } from '../../src/tool/clock.ts';
import { builtFile, sandboxAccess, startBuilt } from '../built.ts';
import type { Row } from './row.ts';

/** Milliseconds that Copper takes for each request. */
const latency = 150;
/** Between two single calls beside a scan, in milliseconds. */
const betweenCalls = 3000;

const question = { what: 'people', by: 'city', max_requests: 1000 };

/** One question over all 1,200 people, and single calls beside it if wanted; times in milliseconds. */
async function scanned(sandboxOptions: Partial<SandboxOptions>, hasCalls: boolean) {
  const { now, sleep } = realClock;
  const sandbox = createSandbox({ now, sleep, latency, ...sandboxOptions });
  const served = await serveSandbox(sandbox);
  const server = await startBuilt({
    args: [builtFile],
    env: { ...sandboxAccess(served.url), COPPER_REPORT_TIMEOUT_MS: '600000' },
  });
  const single = async (offset: number): Promise<number> => {
    const begun = performance.now();
    await server.answer('search_companies', { fields: ['name'], limit: 1, offset });
    return performance.now() - begun - latency;
  };
  try {
    await single(0);
    const begun = performance.now();
    let isOver = false;
    const reading = server.answer('summarize', question).finally(() => {
      isOver = true;
    });
    const waits: number[] = [];
    for (let call = 1; hasCalls && !isOver; call++) {
      await Promise.race([reading, realClock.sleep(betweenCalls)]);
      if (!isOver) waits.push(await single(call));
    }
    const head = (await reading).split('\n')[0] ?? '';
    const refused = sandbox.log.filter(({ status }) => status === 429).length;
    const requests = sandbox.log.length;
    return { ms: performance.now() - begun, head, waits, refused, requests };
  } finally {
    await server.close();
    await served.close();
  }
}

/** A question over 60 pages while nothing else uses the limit. */
export async function scanTime(): Promise<Row[]> {
  const most = 2000;
  const { ms, head } = await scanned({ pageSize: 20 }, false);
  return [
    {
      what: `summarize over 60 pages, ${latency} ms a request`,
      measured: `${(ms / 1000).toFixed(2)} s`,
      bar: `at most ${(most / 1000).toFixed(1)} s`,
      ok: ms <= most && head.includes('read all 1,200 '),
    },
  ];
}

const open = { what: 'opportunities', status: 'Open', measure: 'value' };

/** What people ask about a pipeline, one after the other. */
const pipelineQuestions: readonly (readonly [tool: string, input: Record<string, unknown>])[] = [
  ['summarize', { ...open, by: ['owner', 'stage'] }],
  ['summarize', { ...open, by: 'stage' }],
  ['summarize', { ...open, closes: '..yesterday', by: 'owner' }],
  ['deals_needing_attention', { reasons: ['stuck', 'overdue'] }],
  ['deals_needing_attention', {}],
];

/** How many requests five questions about one pipeline take, on pages of the contract's 25 rows. */
export async function pipelineRequests(): Promise<Row[]> {
  const most = 1.3;
  const { now, sleep } = realClock;
  const sandbox = createSandbox({ now, sleep, pageSize: 25 });
  const served = await serveSandbox(sandbox);
  const server = await startBuilt({
    args: [builtFile],
    env: {
      COPPER_API_BASE_URL: served.url,
      COPPER_API_KEY: 'bench',
      COPPER_USER_EMAIL: 'dana.li@example.com',
    },
  });
  try {
    const made: number[] = [];
    for (const [tool, input] of pipelineQuestions) {
      const before = sandbox.log.length;
      await server.answer(tool, input);
      made.push(sandbox.log.length - before);
    }
    const [first = 0] = made;
    const ratio = made.reduce((sum, requests) => sum + requests, 0) / first;
    return [
      {
        what: 'five pipeline questions in a row: requests relative to the first',
        measured: `${ratio.toFixed(2)} times (${made.join(' + ')})`,
        bar: `at most ${most} times`,
        ok: ratio <= most,
      },
    ];
  } finally {
    await server.close();
    await served.close();
  }
}

/** A question over more pages than two minutes of the limit allow, and single calls beside it. Takes two minutes. */
export async function scanThroughput(): Promise<Row[]> {
  const [limit, windowMs, longestWait] = [180, 60_000, 300];
  const { ms, head, waits, refused, requests } = await scanned({ pageSize: 3, limit }, true);
  // The limit lets all but the last of its windows pass; the first request was the one before the question.
  const least = Math.floor((requests - 1) / limit) * windowMs;
  const longest = Math.max(...waits);
  return [
    {
      what: `summarize over 400 pages, limit ${limit} a minute, ${latency} ms a request`,
      measured: `${(ms / 1000).toFixed(1)} s for ${requests} requests, ${refused} times 429`,
      bar: `at most ${((least / 1000) * 1.03).toFixed(1)} s, no 429`,
      ok: ms <= least * 1.03 && refused === 0 && head.includes('read all 1,200 '),
    },
    {
      what: `${waits.length} single calls beside it`,
      measured: `${Math.round(longest)} ms longest wait`,
      bar: `at most ${longestWait} ms`,
      ok: waits.length > 0 && longest <= longestWait,
    },
  ];
}
