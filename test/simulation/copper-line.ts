import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { FetchCopper, OutgoingRequest } from '../../src/tool/fetch-copper.ts';
import type { ManualClock } from '../manual-clock.ts';
import type { Random } from '../oracle/random.ts';
import { type FaultName, faults, type Trip } from './copper-faults.ts';

/** What the way to Copper is like at the moment. */
export interface Weather {
  /** The share of requests that something happens to. */
  readonly faulty: number;
  readonly kinds: readonly FaultName[];
  /** The longest time in milliseconds that a request takes to Copper, and as long again back. */
  readonly latency: number;
}

/** Nothing happens on the way. */
export const fair: Weather = { faulty: 0, kinds: [], latency: 0 };

/** The way between the product and the Copper of one account. */
export interface CopperLine {
  readonly send: FetchCopper;
  weather: Weather;
  /** True while Copper sends one row of each search twice, as it does of a record that moves while pages are read. */
  isRepeating: boolean;
  /** Requests without an answer. */
  readonly open: () => number;
  /** Those of them that nobody has given up. */
  readonly wanted: () => number;
  /** Requests that something happened to so far. */
  readonly faulted: () => number;
  /** Requests that Copper refused because there were too many, which nobody made up. */
  readonly provoked: () => number;
}

/**
 * Puts the way in front of a sandbox: it is as slow and as faulty as the weather, and Copper counts a request that arrives, even if
 * nobody waits for it any more.
 */
export function openLine(
  sandbox: Sandbox,
  clock: ManualClock,
  random: Random,
  trace: (line: string) => void,
): CopperLine {
  /** Kept, because the signal of a request that nobody holds any more need not hear of its end. */
  const open = new Set<OutgoingRequest>();
  let faulted = 0;
  let provoked = 0;

  /** The same list with one row twice. */
  async function repeating(response: Response): Promise<Response> {
    const rows: unknown = response.status === 200 ? await response.clone().json() : undefined;
    if (!Array.isArray(rows) || rows.length === 0) return response;
    faulted++;
    return Response.json([...rows, random.pick(rows)], { headers: response.headers });
  }

  async function travel(
    request: OutgoingRequest,
    fault: FaultName | undefined,
    latency: number,
  ): Promise<Response> {
    const { url, method, headers, signal } = request;
    const body = await request.text();
    const path = new URL(url).pathname.replace('/developer_api/v1', '');
    trace(`  ${at()} ${method} ${path} ${body} ${fault ?? ''}`);
    if (latency > 0) await clock.sleep(random.int(0, latency));
    const trip: Trip = {
      clock,
      random,
      signal,
      async arrive() {
        const copy = new Request(url, { method, headers, ...(body === '' ? {} : { body }) });
        const response = await sandbox.send(copy);
        trace(`  ${at()} ${response.status} ${path} counted`);
        if (response.status === 429) provoked++;
        return line.isRepeating && path.endsWith('/search') ? repeating(response) : response;
      },
    };
    const response = fault === undefined ? await trip.arrive() : await faults[fault](trip);
    if (latency > 0) await clock.sleep(random.int(0, latency));
    trace(`  ${at()} ${response.status} ${path}`);
    return response;
  }

  const at = () => (clock.steady() / 1000).toFixed(1);

  const line = {
    weather: fair,
    isRepeating: false,
    open: () => open.size,
    wanted: () => [...open].filter(({ signal }) => !signal.aborted).length,
    faulted: () => faulted,
    provoked: () => provoked,
    send: (request: OutgoingRequest) =>
      new Promise<Response>((resolve, reject) => {
        const { faulty, kinds, latency } = line.weather;
        const fault = kinds.length > 0 && random.chance(faulty) ? random.pick(kinds) : undefined;
        if (fault !== undefined) faulted++;
        open.add(request);
        const { signal } = request;
        const abort = () => reject(signal.reason);
        signal.addEventListener('abort', abort, { once: true });
        const end = () => {
          open.delete(request);
          signal.removeEventListener('abort', abort);
        };
        travel(request, fault, latency).then(resolve, reject).finally(end);
        if (signal.aborted) abort();
      }),
  };
  return line;
}
