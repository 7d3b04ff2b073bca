import { afterEach, describe, expect, test } from 'vitest';
import { listen } from '../../src/http/listen.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { hashToken } from '../../src/http/tokens.ts';
import { ask, callMethod, callTool, type Front, type FrontOptions, startFront } from './front.ts';

let front: Front | undefined;
const closers: (() => Promise<void>)[] = [];

const start = async (options: FrontOptions = {}): Promise<Front> => {
  front = await startFront(options);
  return front;
};

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
  await front?.close();
  front = undefined;
});

const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const traceOfHeader = '00-11111111111111111111111111111111-2222222222222222-00';

describe('health', () => {
  test('alive and ready, by whatever name it is asked, until it stops', async () => {
    const { url, server } = await start({ over: { details: () => ({ redis: 'shared' }) } });
    const headers = { Host: '10.1.2.3:3000' };
    expect((await ask(`${url}/healthz`, { headers })).status).toBe(200);
    const ready = await ask(`${url}/readyz`, { headers });
    expect([ready.status, JSON.parse(ready.text)]).toEqual([200, { status: 'ready', redis: 'shared' }]);
    server.health.stop();
    const stopping = await ask(`${url}/readyz`);
    expect(stopping.status).toBe(503);
    expect(stopping.headers.connection).toBe('close');
    expect((await ask(`${url}/healthz`)).status).toBe(200);
  });
});

describe('the line for a call', () => {
  const input = { name: 'Secret Dealings', limit: 1 };

  test('tells who, what, how it ended and what it cost, and nothing of what was asked or answered', async () => {
    const { url, logged } = await start();
    const { text, headers } = await callTool(url, 'search_opportunities', input);
    const { level, message, fields } = logged.at(-1) ?? {};
    expect([level, message]).toEqual(['info', 'call']);
    expect(fields).toEqual({
      id: headers['x-request-id'],
      caller: 'local',
      tool: 'search_opportunities',
      outcome: 'ok',
      ms: expect.any(Number),
      upstream: expect.any(Number),
      characters: JSON.parse(text).result.content[0].text.length,
    });
    expect(fields?.upstream).toBeGreaterThan(0);
    expect(JSON.stringify(logged)).not.toContain('Secret');
  });

  test.each<[string, object, string, number]>([
    ['resources/read', { uri: 'copper://opportunities/2827698' }, 'ok', 1],
    ['resources/read', { uri: 'copper://secret/1' }, 'not_found', 0],
    ['prompts/get', { name: 'meeting_brief', arguments: { company: 'Secret' } }, 'ok', 0],
    [
      'completion/complete',
      {
        ref: { type: 'ref/prompt', name: 'meeting_brief' },
        argument: { name: 'company', value: 'Secret' },
      },
      'ok',
      1,
    ],
  ])('%s of %j has a line, too: %s', async (method, params, outcome, upstream) => {
    const { url, logged } = await start();
    await callMethod(url, method, params);
    const { fields, message } = logged.at(-1) ?? {};
    expect(message).toBe('call');
    expect(fields).toMatchObject({ caller: 'local', tool: method, outcome, ms: expect.any(Number) });
    expect(fields?.upstream).toBeGreaterThanOrEqual(upstream);
    expect(JSON.stringify(logged)).not.toMatch(/secret/i);
    const { text } = await ask(`${url}/metrics`);
    expect(text).toContain(`tool="${method}"`);
  });

  test('holds the arguments where that was asked for', async () => {
    const { url, logged } = await start({ settings: { logArguments: true } });
    await callTool(url, 'search_opportunities', input);
    expect(logged.at(-1)?.fields.args).toEqual(input);
  });

  test('says what went wrong; a name that is no tool is not repeated', async () => {
    const { url, logged } = await start();
    await callTool(url, 'search_opportunities', { owner: 'Nobody at all' });
    expect(logged.at(-1)?.fields).toMatchObject({ outcome: 'unknown_name' });
    await callTool(url, 'drop_all_tables');
    expect(logged.at(-1)?.fields).toMatchObject({ tool: 'unknown', outcome: 'unknown_tool', upstream: 0 });
  });
});

describe('traceparent', () => {
  test.each([
    ['of the message', trace, { meta: { traceparent: trace } }],
    ['of the headers', traceOfHeader, { headers: { traceparent: traceOfHeader } }],
    [
      'of the message before that of the headers',
      trace,
      { meta: { traceparent: trace }, headers: { traceparent: traceOfHeader } },
    ],
    ['that is none', undefined, { headers: { traceparent: '00-zz' }, meta: { traceparent: 7 } }],
  ])('%s goes into the log and upstream', async (_, expected, given) => {
    const upstream: (string | null)[] = [];
    const { url, logged } = await start({
      sendFor: () => async (request) => {
        upstream.push(request.headers.get('traceparent'));
        return Response.json([]);
      },
    });
    await callTool(url, 'list_tags', {}, given);
    expect(upstream).toEqual([expected ?? null]);
    expect(logged.at(-1)?.fields.trace).toBe(expected);
  });
});

describe('metrics', () => {
  test('tell version, memory, CPU and lag of the process, by the names that dashboards know', async () => {
    const { url } = await start({});
    const { text } = await ask(`${url}/metrics`);
    for (const line of [
      'copper_mcp_build_info{version="0.0.0-test"} 1',
      'process_resident_memory_bytes 100000000',
      'nodejs_heap_size_used_bytes 50000000',
      'process_cpu_seconds_total 1.5',
    ])
      expect(text).toContain(`${line}\n`);
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds (?:0|\d+\.\d+|\d(?:\.\d+)?e-\d+)$/m);
  });

  test('count calls, requests, retries, waits, windows, characters and refusals', async () => {
    let tries = 0;
    const { url } = await start({
      sendFor: () => async () => (++tries === 1 ? new Response(null, { status: 503 }) : Response.json([])),
    });
    await callTool(url, 'list_tags');
    await callTool(url, 'search_people', { limit: 'many' });
    await callTool(url, 'list_tags', {}, { headers: { Host: 'evil.example' } });
    const { text, headers } = await ask(`${url}/metrics`);
    expect(headers['content-type']).toContain('text/plain; version=0.0.4');
    for (const line of [
      'copper_mcp_calls_total{tool="list_tags",outcome="ok"} 1',
      'copper_mcp_calls_total{tool="search_people",outcome="error"} 1',
      'copper_mcp_call_errors_total{tool="search_people",kind="invalid_input"} 1',
      'copper_mcp_call_duration_seconds_count{tool="list_tags"} 1',
      'copper_mcp_result_characters_count{tool="list_tags"} 1',
      'copper_mcp_upstream_requests_total{operation="listTags",status="503"} 1',
      'copper_mcp_upstream_requests_total{operation="listTags",status="200"} 1',
      'copper_mcp_upstream_retries_total{operation="listTags"} 1',
      'copper_mcp_rate_limit_waits_total 0',
      'copper_mcp_rate_limit_wait_seconds_total 0',
      'copper_mcp_window_used 2',
      'copper_mcp_window_limit 180',
      'copper_mcp_requests_running 0',
      'copper_mcp_accounts 1',
      'copper_mcp_refused_requests_total{reason="host_not_allowed"} 1',
    ])
      expect(text.split('\n')).toContain(line);
  });

  test('count waits, who waits, the fullest window and lines that were lost', async () => {
    const window = (used: number, limit: number) => ({
      copper: { pacer: { usage: () => [{ used, limit }] } },
    });
    const metrics = createMetrics({
      version: '1',
      usage: () => ({ residentBytes: 1, heapBytes: 1, cpuSeconds: 1 }),
      accounts: () => [window(90, 180), window(30, 40), { copper: undefined }] as never,
      requests: () => ({ running: 2, waiting: 5 }),
    });
    const attempt = { operation: 'listTags', status: 200, ms: 1, attempt: 1 } as const;
    for (const waitMs of [0, 9, 2_500]) metrics.onAttempt({ ...attempt, waitMs });
    metrics.onAuditLost(3);
    const lines = (await (await metrics.response()).text()).split('\n');
    const missing = [
      'copper_mcp_rate_limit_waits_total 1',
      'copper_mcp_rate_limit_wait_seconds_total 2.5',
      'copper_mcp_requests_running 2',
      'copper_mcp_requests_waiting 5',
      'copper_mcp_accounts 3',
      'copper_mcp_window_used 120',
      'copper_mcp_window_limit 220',
      'copper_mcp_window_fullest_ratio 0.75',
      'copper_mcp_audit_lines_lost_total 3',
    ].filter((line) => !lines.includes(line));
    expect(missing).toEqual([]);
  });

  test('are for callers only, where callers need a token', async () => {
    const { url } = await start({
      settings: { auth: { kind: 'token', callers: 'f' } },
      files: { f: JSON.stringify([{ name: 'prometheus', sha256: hashToken('t') }]) },
    });
    expect((await ask(`${url}/metrics`)).status).toBe(401);
    expect((await ask(`${url}/metrics`, { headers: { Authorization: 'Bearer t' } })).status).toBe(200);
  });

  const onPort = async (settings: FrontOptions['settings']) => {
    const front = await start({ settings: { metricsPort: 0, ...settings } });
    const listening = await listen(front.server.metricsListener, { host: '127.0.0.1', port: 0 });
    closers.push(async () => listening.closeConnections());
    return listening.url;
  };

  test.each<[string, string | undefined, Record<string, string>, number]>([
    ['no token is asked for', undefined, {}, 200],
    ['none is sent', 'm', {}, 401],
    ['the right one', 'm', { Authorization: 'Bearer m' }, 200],
    ['another one', 'm', { Authorization: 'Bearer n' }, 401],
    ['one that begins well', 'm', { Authorization: 'Bearer mm' }, 401],
    ['in another case', 'm', { Authorization: 'Bearer M' }, 401],
    ['as basic authentication', 'm', { Authorization: 'Basic m' }, 401],
    ['a foreign host', undefined, { Host: 'evil.example' }, 403],
    ['a foreign host that knows the token', 'm', { Host: 'evil.example', Authorization: 'Bearer m' }, 403],
    ['a foreign page', undefined, { Origin: 'https://evil.example' }, 403],
    ['an allowed host', undefined, { Host: 'prometheus.example' }, 200],
    ['this machine', undefined, { Host: 'localhost:9090' }, 200],
  ])('on a port of their own: %s', async (_, metricsToken, headers, status) => {
    const url = await onPort({ metricsToken, allowHosts: ['prometheus.example'] });
    const answer = await ask(`${url}/metrics`, { headers });
    expect(answer.status).toBe(status);
    expect(answer.text.includes('copper_mcp_')).toBe(status === 200);
    expect((await ask(`${url}/healthz`, { headers })).status).toBe(200);
  });

  test('a token of their own is asked for on the common port, too', async () => {
    const { url } = await start({ settings: { metricsToken: 'm' } });
    expect((await ask(`${url}/metrics`)).status).toBe(401);
    expect((await ask(`${url}/metrics`, { headers: { Authorization: 'Bearer m' } })).status).toBe(200);
  });

  test('are nowhere else, where they have a port of their own', async () => {
    const { url } = await start({ settings: { metricsPort: 0 } });
    expect((await ask(`${url}/metrics`)).status).toBe(404);
  });
});
