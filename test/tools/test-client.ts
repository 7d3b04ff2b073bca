import { afterAll } from 'vitest';
import type { SandboxRequest, World } from '../../src/sandbox/sandbox.ts';
import { type Answered, type HarnessOptions, startHarness } from '../harness.ts';
import { turning } from '../turning.ts';
import { type Shown, shown } from './shown.ts';

type Input = Record<string, unknown>;

/** The product as a client meets it, for one file of tests: no rate limit, and time passes while a call sleeps. */
export interface TestClient {
  readonly world: World;
  /** Requests that reached the sandbox. */
  readonly log: readonly SandboxRequest[];
  call(tool: string, input?: Input): Promise<Answered>;
  /** The answer as a table; fails the test when it is an error. */
  table(tool: string, input?: Input): Promise<Shown>;
  /** The text of an error; fails the test when the call succeeds. */
  error(tool: string, input?: Input): Promise<string>;
  /** Moves the clock on, e.g. until no lookup is cached. */
  pass(ms: number): Promise<void>;
  /** The ids of all rows, page after page as the head line says, ascending. */
  ids(tool: string, input?: Input): Promise<number[]>;
}

/** Starts the product and a client, which are closed when the tests of the file are over. */
export async function openTestClient({
  env = {},
  sandbox = {},
  ...more
}: HarnessOptions = {}): Promise<TestClient> {
  const harness = await startHarness({
    env: { COPPER_RATE_LIMIT: '100000', ...env },
    sandbox: { limit: 0, ...sandbox },
    ...more,
  });
  afterAll(() => harness.close());

  const call = (tool: string, input?: Input) => turning(harness.call(tool, input), harness.clock);

  async function table(tool: string, input?: Input): Promise<Shown> {
    const { text, isError } = await call(tool, input);
    if (isError) throw new Error(text);
    return shown(text);
  }

  async function error(tool: string, input?: Input): Promise<string> {
    const { text, isError } = await call(tool, input);
    if (!isError) throw new Error(`no error: ${text.slice(0, 300)}`);
    return text;
  }

  async function ids(tool: string, input: Input = {}): Promise<number[]> {
    const found: number[] = [];
    let offset: number | undefined = 0;
    while (offset !== undefined) {
      const page: Shown = await table(tool, { fields: ['id'], limit: 25, ...input, offset });
      found.push(...page.rows.map(([id]) => Number(id)));
      offset = page.next;
    }
    return found.sort((a, b) => a - b);
  }

  const { sandbox: account, clock } = harness;
  return { world: account.world, log: account.log, call, table, error, ids, pass: clock.advance };
}

/** Ids of the rows for which `holds` is true, ascending. */
export function idsWhere<Row extends { id: number }>(
  rows: readonly Row[],
  holds: (row: Row) => boolean,
): number[] {
  return rows
    .filter(holds)
    .map(({ id }) => id)
    .sort((a, b) => a - b);
}

const civil = new Intl.DateTimeFormat('sv', { timeZone: 'America/Los_Angeles' });

/** The day in Los Angeles on which a moment in Unix seconds falls, as `2026-11-23`. */
export const dayOf = (seconds: number): string => civil.format(seconds * 1000);

/** Unix seconds of the midnight in Los Angeles with which a day begins. */
export function losAngeles(day: string): number {
  const [summer = 0, winter = 0] = ['-07:00', '-08:00'].map(
    (zone) => Date.parse(`${day}T00:00${zone}`) / 1000,
  );
  return dayOf(summer) === day ? summer : winter;
}
