import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { builtFile } from '../../scripts/built.ts';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createSandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import type { ToolResult } from '../../src/tool/app.ts';
import { createCancellation } from '../../src/tool/clock.ts';
import type { FetchCopper } from '../../src/tool/fetch-copper.ts';
import { stillClock } from '../cli/fake-shell.ts';
import { sharedWorld } from '../worlds.ts';

/** The page as it was built. */
export const page = readFileSync(join(dirname(builtFile), 'view.html'), 'utf8');

/** An app on a sandbox that stands still, and how many requests it has sent. */
export function viewApp(
  env: Readonly<Record<string, string>> = {},
  switches: Partial<SandboxOptions> = {},
  wrap: (fetch: FetchCopper) => FetchCopper = (fetch) => fetch,
) {
  const { now, sleep } = stillClock;
  const sandbox = createSandbox({ now, sleep, limit: 0, generate: sharedWorld, ...switches });
  const settings = {
    COPPER_API_KEY: 'test-key',
    COPPER_USER_EMAIL: 'dana.li@example.com',
    COPPER_TIMEZONE: 'America/Los_Angeles',
    COPPER_RATE_LIMIT: '100000',
    COPPER_REUSE_SECONDS: '0',
    ...env,
  };
  const config = readConfig(settings, () => '', 'UTC');
  const log = { debug() {}, warn() {}, error() {} };
  const fetch = wrap((request) => sandbox.send(request));
  const app = createApp({ config, fetch, clock: stillClock, log, random: () => 0.5, version: '0.0.0-test' });
  return {
    app,
    world: sandbox.world,
    requests: () => sandbox.log.length,
    call: (name: string, input: object, views = true): Promise<ToolResult> =>
      app.call(name, input, { signal: createCancellation().signal, views }),
  };
}

/** One call of each report and search, and some of each picture. */
export const viewedCalls: readonly (readonly [string, string, object])[] = [
  ['deals', 'search_opportunities', { owner: 'me' }],
  ['deals as text', 'search_opportunities', { fields: ['*'], limit: 5 }],
  ['no deals', 'search_opportunities', { closes: '2001-01-01..2001-01-02' }],
  ['a count', 'search_opportunities', { limit: 0 }],
  ['people', 'search_people', { limit: 30 }],
  ['companies', 'search_companies', {}],
  ['leads', 'search_leads', {}],
  ['tasks', 'search_tasks', {}],
  ['activities', 'search_activities', { date: '-30d..' }],
  ['matches', 'find', { text: 'Globex' }],
  ['a company', 'brief', { about: 'Globex' }],
  ['groups', 'summarize', { what: 'leads', by: 'source' }],
  ['periods', 'summarize', { what: 'opportunities', by: 'closes month' }],
  ['stages', 'summarize', { what: 'opportunities', by: 'stage', pipeline: 'Sales', status: 'Open' }],
  ['currencies', 'summarize', { what: 'opportunities', by: 'owner', measure: 'sum value' }],
  ['two groups', 'summarize', { what: 'opportunities', by: ['owner', 'status'] }],
  ['attention', 'deals_needing_attention', {}],
  ['a day', 'today', {}],
  ['a forecast', 'forecast', { target: 5_000_000 }],
  ['a forecast by owner', 'forecast', { by: 'owner', target: 5_000_000 }],
  ['a funnel', 'funnel', { pipeline: 'Sales' }],
  ['contacts', 'needing_attention', { what: 'people' }],
  ['problems', 'hygiene', {}],
  ['changes', 'pipeline_changes', { during: '-30d' }],
  ['outcomes', 'pipeline_changes', { during: '-90d', by: 'owner' }],
];
