import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { published } from '../../src/published.ts';
import { clients } from './clients.ts';
import { modernMeta } from './raw.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'dist', 'copper-mcp.js');
const env = { PATH: process.env.PATH ?? '' };

beforeAll(() => {
  execFileSync(process.execPath, ['scripts/ready.mjs'], { cwd: root, stdio: 'ignore' });
});

describe.each(Object.entries(clients))('%s', (_, { version, connect }) => {
  test('lists and calls over stdio', async () => {
    const client = await connect({ command: process.execPath, args: [program, '--sandbox'], env });
    try {
      expect(client.version).toBe(version);
      expect(await client.list()).toEqual(published.map(({ name }) => name));
      expect(await client.call('search_opportunities', { limit: 3 })).toMatchObject({
        content: [{ type: 'text', text: expect.stringMatching(/^opportunities 1-3 of \d+/) }],
        isError: false,
      });
      await expect(client.call('paint_house')).rejects.toMatchObject({ code: -32602 });
    } finally {
      await client.close();
    }
  });
});

/** Writes to the program, closes its input at once and returns what it said, in the order in which it said it. */
async function tell(input: string, more = {}): Promise<{ code: unknown; said: unknown[] }> {
  const child = spawn(process.execPath, [program, '--sandbox'], {
    env: { ...env, ...more },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.end(input);
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  const [code] = await once(child, 'close');
  const lines = text.split('\n').filter((line) => line !== '');
  return { code, said: lines.map((line) => JSON.parse(line)) };
}

const line = (message: object) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`;
const initialize = line({
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
});
const list = line({ id: 2, method: 'tools/list' });
const params = { name: 'search_leads', arguments: { limit: 0 } };
const call = line({ id: 9, method: 'tools/call', params });
const modernCall = line({ id: 9, method: 'tools/call', params: { ...params, _meta: modernMeta } });
const unknown = { name: 'paint_house' };
const modern = (id: number, method: string, meta: object = {}) =>
  line({ id, method, params: { _meta: { ...modernMeta, ...meta } } });

/** Sentences that only the one SDK has in it. */
const marks = {
  legacy: 'No task store configured',
  modern: 'serves exactly one exchange',
};
const tools = expect.objectContaining({ tools: expect.any(Array) });

describe('the first message decides', () => {
  test.each<[string, string, unknown[]]>([
    ['nothing', '', []],
    ['no end of the line', '{"jsonrpc":"2.0"', []],
    [
      'initialize',
      initialize + list,
      [
        { id: 1, result: { protocolVersion: '2025-06-18' } },
        { id: 2, result: tools },
      ],
    ],
    ['a list without a handshake', list, [{ id: 2, result: tools }]],
    [
      'nonsense, then a list',
      `nonsense\n${list}`,
      [
        { id: null, error: { code: -32700 } },
        { id: 2, result: tools },
      ],
    ],
    [
      'server/discover',
      modern(1, 'server/discover') + modern(2, 'tools/list'),
      [
        { id: 1, result: { resultType: 'complete', supportedVersions: ['2026-07-28'] } },
        { id: 2, result: { resultType: 'complete', ttlMs: 300_000, cacheScope: 'public' } },
      ],
    ],
    ['a list of 2026-07-28', modern(1, 'tools/list'), [{ id: 1, result: { resultType: 'complete' } }]],
    [
      'a revision that does not exist',
      modern(1, 'tools/list', { 'io.modelcontextprotocol/protocolVersion': '2099-01-01' }),
      [{ id: 1, error: { code: -32022, data: { supported: ['2026-07-28'], requested: '2099-01-01' } } }],
    ],
    [
      'a question of today, then the handshake of yesterday',
      modern(1, 'server/discover') + initialize.replace('"id":1', '"id":3') + list,
      [
        { id: 1, result: { supportedVersions: ['2026-07-28'] } },
        { id: 3, result: { protocolVersion: '2025-06-18' } },
        { id: 2, result: tools },
      ],
    ],
    [
      'a list of today, then the handshake of yesterday',
      modern(1, 'server/discover') + modern(2, 'tools/list') + initialize.replace('"id":1', '"id":3'),
      [
        { id: 1, result: { supportedVersions: ['2026-07-28'] } },
        { id: 2, result: { resultType: 'complete' } },
        { id: 3, error: { code: -32022, data: { supported: ['2026-07-28'] } } },
      ],
    ],
    [
      'the handshake of yesterday, then a question of today',
      initialize + modern(2, 'server/discover') + list.replace('"id":2', '"id":3'),
      [
        { id: 1, result: { protocolVersion: '2025-06-18' } },
        { id: 2, error: { code: -32601 } },
        { id: 3, result: tools },
      ],
    ],
  ])('%s', async (_, input, expected) => {
    const { code, said } = await tell(input);
    expect(said).toMatchObject(expected);
    expect(said).toHaveLength(expected.length);
    expect(code).toBe(0);
  });

  test('a call of today, then the handshake of yesterday, which is refused', async () => {
    const { said } = await tell(modernCall + initialize.replace('"id":1', '"id":3'));
    // Which of them is ready first is open.
    expect(said).toHaveLength(2);
    expect(said).toContainEqual(
      expect.objectContaining({ id: 9, result: expect.objectContaining({ isError: false }) }),
    );
    expect(said).toContainEqual(
      expect.objectContaining({ id: 3, error: expect.objectContaining({ code: -32022 }) }),
    );
  });

  test.each<[string, string, string[]]>([
    ['initialize', initialize + list, []],
    ['server/discover', modern(1, 'server/discover') + modern(2, 'tools/list'), []],
    ['initialize and a call', initialize + list + call, []],
    ['a call alone', call, []],
    ['server/discover and a call', modern(1, 'server/discover') + modernCall, []],
    [
      'initialize, a call and one of no tool',
      initialize + call + line({ id: 5, method: 'tools/call', params: unknown }),
      [marks.legacy],
    ],
    [
      'server/discover, a call and one of no tool',
      modern(1, 'server/discover') +
        modernCall +
        line({ id: 5, method: 'tools/call', params: { ...unknown, _meta: modernMeta } }),
      [marks.modern],
    ],
  ])(
    'an SDK is loaded with the first message that only it answers, and only that of the generation: %s',
    async (_, input, present) => {
      const folder = mkdtempSync(join(tmpdir(), 'copper-mcp-'));
      try {
        await tell(input, { NODE_V8_COVERAGE: folder });
        const [report = ''] = readdirSync(folder);
        const urls = readFileSync(join(folder, report), 'utf8').match(/file:[^"]+\/dist\/[^"]+/g) ?? [];
        const loaded = urls.map((url) => readFileSync(fileURLToPath(url), 'utf8')).join('');
        expect(Object.values(marks).filter((mark) => loaded.includes(mark))).toEqual(present);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});
