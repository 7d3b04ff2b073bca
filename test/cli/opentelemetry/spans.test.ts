import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };

const register = fileURLToPath(new URL('register.mjs', import.meta.url));
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

beforeAll(() => {
  execFileSync(process.execPath, ['scripts/ready.mjs'], { stdio: 'ignore' });
});

/** The spans of a server on demo data that got these calls of tools, one after the other. */
async function spansOf(calls: readonly object[], options: readonly string[]) {
  const child = spawn(process.execPath, [...options, 'dist/copper-mcp.js', '--sandbox'], {
    env: { PATH: process.env.PATH ?? '' },
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (chunk) => {
      said[name] += chunk;
    });
  const hello = {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'raw', version: '1' },
  };
  const requests = [
    { method: 'initialize', params: hello },
    ...calls.map((params) => ({ method: 'tools/call', params })),
    { method: 'prompts/get', params: { name: 'no_such_prompt' } },
  ];
  const closed = once(child, 'close');
  child.stdin.write(
    requests.map((one, id) => `${JSON.stringify({ jsonrpc: '2.0', id, ...one })}\n`).join(''),
  );
  while (said.stdout.split('\n').length <= requests.length) await once(child.stdout, 'data');
  child.stdin.end();
  await closed;
  const spans = said.stderr
    .split('\n')
    .flatMap((line) => (line.startsWith('span ') ? [JSON.parse(line.slice(5))] : []));
  return { ...said, spans };
}

const calls = [
  { name: 'list_users', arguments: {}, _meta: { traceparent } },
  { name: 'search_people', arguments: { owner: 'Zorro Secret' } },
];

test('each request is a span by the conventions for MCP, with the parent that the client names', async () => {
  const { spans } = await spansOf(calls, ['--import', register]);
  const byName = new Map(spans.map((span) => [span.name, span]));
  const shared = { scope: 'copper-mcp', version: packageJson.version, kind: 1 };
  expect(byName.get('tools/call list_users')).toEqual({
    ...shared,
    name: 'tools/call list_users',
    attributes: {
      'mcp.method.name': 'tools/call',
      'network.transport': 'pipe',
      'gen_ai.tool.name': 'list_users',
      'gen_ai.operation.name': 'execute_tool',
    },
    parent: {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      traceFlags: 1,
      isRemote: true,
    },
  });
  expect(byName.get('tools/call search_people')).toMatchObject({
    attributes: { 'error.type': 'tool_error' },
    status: { code: 2 },
  });
  expect(byName.get('prompts/get')).toMatchObject({ attributes: { 'error.type': 'not_found' } });
  expect(spans).toHaveLength(3);
  expect(JSON.stringify(spans)).not.toContain('Zorro');
});

test('without an SDK nothing is different', async () => {
  const { stdout, stderr, spans } = await spansOf(calls, []);
  expect(spans).toEqual([]);
  expect(stderr).not.toContain('OpenTelemetry');
  expect(stdout.trim().split('\n')).toHaveLength(4);
});
