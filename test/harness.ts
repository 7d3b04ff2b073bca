import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { createApp } from '../src/app.ts';
import { toolChoice } from '../src/cli/tool-choice.ts';
import { readConfig } from '../src/config.ts';
import { createHandlers } from '../src/mcp/handlers.ts';
import { createLegacyServer } from '../src/mcp/legacy-server.ts';
import { publishedCapabilities } from '../src/published.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../src/sandbox/sandbox.ts';
import type { FetchCopper } from '../src/tool/fetch-copper.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';
import { sharedWorld } from './worlds.ts';

/** Monday, 2026-11-23 12:00 in Los Angeles: the moment at which tests take place. */
export const testNow = Date.parse('2026-11-23T20:00:00Z');

/** What a test may turn. */
export interface HarnessOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly sandbox?: Partial<SandboxOptions>;
  /** Puts something between the app and the sandbox: faults, delays. */
  readonly wrap?: (send: FetchCopper) => FetchCopper;
}

/** One finished call as a client saw it. */
export interface Answered {
  readonly text: string;
  readonly isError: boolean;
  readonly structured: unknown;
  /** Requests that reached the sandbox meanwhile, e.g. `POST /users/search {…}`. */
  readonly requests: readonly string[];
}

/** A real client, our server and the sandbox, linked in memory, with a clock that only the test moves. */
export interface Harness {
  readonly client: Client;
  readonly sandbox: Sandbox;
  readonly clock: ManualClock;
  readonly logged: readonly { level: string; fields: object; message: string }[];
  call(tool: string, input?: Record<string, unknown>): Promise<Answered>;
  close(): Promise<void>;
}

const basePath = '/developer_api/v1';

/** Starts the product as a client would meet it. */
export async function startHarness({
  env = {},
  sandbox: switches = {},
  wrap = (send) => send,
}: HarnessOptions = {}): Promise<Harness> {
  const clock = manualClock(testNow);
  const sandbox = createSandbox({
    now: clock.now,
    sleep: clock.sleep,
    generate: sharedWorld,
    hostile: true,
    ...switches,
  });
  const settings = {
    COPPER_API_KEY: 'test-key',
    COPPER_USER_EMAIL: 'dana.li@example.com',
    COPPER_TIMEZONE: 'America/Los_Angeles',
    ...env,
  };
  const config = readConfig(settings, () => '', 'UTC');
  const logged: { level: string; fields: object; message: string }[] = [];
  const record = (level: string) => (fields: object, message: string) =>
    void logged.push({ level, fields, message });
  const log = { debug: record('debug'), warn: record('warn'), error: record('error') };
  const fetch = wrap((request) => sandbox.send(request));
  const app = createApp({ config, fetch, clock, log, random: () => 0.5, version: '0.0.0-test' });
  const handlers = createHandlers({
    selection: toolChoice(config).offered,
    capabilities: publishedCapabilities,
    app: async () => app,
  });
  const server = createLegacyServer(handlers, '0.0.0-test');
  const client = new Client({ name: 'harness', version: '1.0.0' });
  const [near, far] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(far), client.connect(near)]);

  return {
    client,
    sandbox,
    clock,
    logged,
    async call(tool, input = {}) {
      const before = sandbox.log.length;
      const result = await client.callTool({ name: tool, arguments: input });
      const [first] = Array.isArray(result.content) ? result.content : [];
      const requests = sandbox.log.slice(before).map(({ method, path, query, body }) => {
        const search = new URLSearchParams(query).toString();
        const address = `${path.replace(basePath, '')}${search === '' ? '' : `?${search}`}`;
        return `${method} ${address}${body === undefined ? '' : ` ${JSON.stringify(body)}`}`;
      });
      return {
        text: first?.type === 'text' ? first.text : '',
        isError: result.isError === true,
        structured: result.structuredContent,
        requests,
      };
    },
    async close() {
      await client.close();
      await app.close();
    },
  };
}
