import { describe, expect, test } from 'vitest';
import type { CallerSignal } from '../../src/sandbox/options.ts';
import type { FaultKind } from '../../src/sandbox/sandbox.ts';
import { BASE, get, KEY, NOW, post, sandboxAt } from './ask.ts';

describe('faults in process', () => {
  const broken = (kind: FaultKind, every = 1) => sandboxAt({ fault: { kind, every } });

  test.each([
    ['500', 500, 'application/json'],
    ['502-html', 502, 'text/html'],
    ['503', 503, 'text/html'],
    ['200-html', 200, 'text/html'],
    ['429', 429, 'application/json'],
  ] as const)('%s', async (kind, status, type) => {
    const reply = await get(broken(kind), '/pipelines');
    expect(reply.status).toBe(status);
    expect(reply.headers.get('content-type')).toContain(type);
  });

  test('a 429 without a full window asks to wait one second', async () => {
    expect((await get(broken('429'), '/pipelines')).headers.get('retry-after')).toBe('1');
  });

  test('every n-th request only', async () => {
    const sandbox = broken('500', 3);
    const statuses = [];
    for (let n = 0; n < 6; n++) statuses.push((await get(sandbox, '/pipelines')).status);
    expect(statuses).toEqual([200, 200, 500, 200, 200, 500]);
    expect(sandbox.log.map((entry) => entry.status)).toEqual(statuses);
  });

  test('reset, cut and bad JSON', async () => {
    const request = () => new Request(`${BASE}/pipelines`, { headers: KEY });
    await expect(broken('reset').send(request())).rejects.toMatchObject({
      name: 'TypeError',
      cause: { code: 'ECONNRESET' },
    });
    const cut = await broken('cut').send(request());
    expect(cut.status).toBe(200);
    await expect(cut.text()).rejects.toThrow(TypeError);
    const bad = await broken('bad-json').send(request());
    await expect(bad.json()).rejects.toThrow(SyntaxError);
  });

  test('hang ends when the caller aborts, and an aborted request is not sent', async () => {
    const stop = new AbortController();
    const sandbox = broken('hang');
    const waiting = sandbox.send(new Request(`${BASE}/pipelines`, { headers: KEY, signal: stop.signal }));
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    expect(sandbox.log[0]?.status).toBe(0);
    await expect(sandbox.send(new Request(BASE, { signal: stop.signal }))).rejects.toThrow('enough');
  });
});

describe('latency and log', () => {
  test('waits as long as the option says, with the caller’s signal', async () => {
    const waits: [number, boolean][] = [];
    const sleep = async (ms: number, signal?: CallerSignal) => {
      waits.push([ms, signal instanceof AbortSignal]);
    };
    await get(sandboxAt({ latency: 120, sleep }), '/pipelines');
    expect(waits).toEqual([[120, true]]);
  });

  test('logs the last 1,000 requests', async () => {
    const sandbox = sandboxAt();
    await post(sandbox, '/people/search?page_size=1', { name: 'x' });
    expect(sandbox.log).toEqual([
      {
        method: 'POST',
        path: '/developer_api/v1/people/search',
        query: { page_size: '1' },
        body: { name: 'x' },
        status: 200,
        at: NOW,
      },
    ]);
    for (let n = 0; n < 1000; n++) await get(sandbox, '/loss_reasons');
    expect(sandbox.log.length).toBe(1000);
    expect(sandbox.log[0]?.method).toBe('GET');
  });
});
