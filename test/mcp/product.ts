import { createApp } from '../../src/app.ts';
import { toolChoice } from '../../src/cli/tool-choice.ts';
import { readConfig } from '../../src/config.ts';
import { createHandlers, type Handlers } from '../../src/mcp/handlers.ts';
import { publishedCapabilities } from '../../src/published.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { realClock } from '../../src/tool/clock.ts';
import type { FetchCopper } from '../../src/tool/fetch-copper.ts';
import { worldOfThisHour } from '../worlds.ts';

const settings = {
  COPPER_API_KEY: 'test-key',
  COPPER_USER_EMAIL: 'dana.li@example.com',
  COPPER_RATE_LIMIT: '100000',
};

/** The 27 tools on a sandbox without a limit, as any adapter serves them; `fetch` puts something else in the sandbox's place, `over` changes settings. */
export function productHandlers(
  fetch: FetchCopper = unlimitedSandbox(),
  over: Readonly<Record<string, string>> = {},
): Handlers {
  const config = readConfig({ ...settings, ...over }, () => '', 'UTC');
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const app = createApp({ config, fetch, clock: realClock, log, random: Math.random, version: '0.0.0-test' });
  return createHandlers({
    selection: toolChoice(config).offered,
    capabilities: publishedCapabilities,
    app: async () => app,
  });
}

/** A Copper in memory that never says 429. */
function unlimitedSandbox(): FetchCopper {
  const sandbox = createSandbox({
    now: realClock.now,
    sleep: realClock.sleep,
    limit: 0,
    generate: worldOfThisHour,
  });
  return (request) => sandbox.send(request);
}
