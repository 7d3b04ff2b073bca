import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Attempt } from '../tool/fetch-copper.ts';
import type { Account } from './accounts.ts';
import type { Gate } from './concurrency-limit.ts';
import type { CallRecord } from './observe.ts';

/** What is counted, and how it is read. */
export interface Metrics {
  called(record: CallRecord): void;
  sent(attempt: Attempt): void;
  refused(reason: string): void;
  /** The numbers as Prometheus reads them. */
  response(): Promise<Response>;
}

/** What is looked at when the numbers are read. */
export interface MetricsSources {
  readonly accounts: () => readonly Account[];
  readonly gate: () => ReturnType<Gate['usage']>;
}

/** Shorter than this nobody waited: the clock only ticked on the way. */
const noticeableMs = 10;

const callBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 45];
const characterBuckets = [100, 300, 1_000, 2_000, 4_000, 8_000, 12_000, 20_000, 40_000];

/** Gauges that are computed when somebody reads them. */
function watch(registers: Registry[], { accounts, gate }: MetricsSources): void {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name: `copper_mcp_${name}`,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  const windows = () => accounts().flatMap((account) => account.usage() ?? []);
  const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);
  gauge('requests_running', 'HTTP requests under way', () => gate().running);
  gauge('requests_waiting', 'HTTP requests waiting for their turn', () => gate().waiting);
  gauge('accounts', 'Copper credentials in use', () => accounts().length);
  gauge('window_used', 'Slots of the rate windows that are taken, all accounts', () =>
    sum(windows().map(({ used }) => used)),
  );
  gauge('window_limit', 'Slots of the rate windows, all accounts', () =>
    sum(windows().map(({ limit }) => limit)),
  );
  gauge('window_fullest_ratio', 'Use of the fullest rate window, 0 to 1', () =>
    Math.max(0, ...windows().map(({ used, limit }) => used / limit)),
  );
}

/** A registry of its own; names of callers are no labels, so that their number does not matter. */
export function createMetrics(sources: MetricsSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  watch(registers, sources);
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: `copper_mcp_${name}`, help, labelNames, registers });
  const calls = counter('calls_total', 'Calls of tools by outcome', ['tool', 'outcome']);
  const errors = counter('call_errors_total', 'Calls of tools that failed, by kind', ['tool', 'kind']);
  const durations = new Histogram({
    name: 'copper_mcp_call_duration_seconds',
    help: 'How long calls of tools took',
    labelNames: ['tool'],
    buckets: callBuckets,
    registers,
  });
  const characters = new Histogram({
    name: 'copper_mcp_result_characters',
    help: 'Characters of results',
    labelNames: ['tool'],
    buckets: characterBuckets,
    registers,
  });
  const upstream = counter('upstream_requests_total', 'Requests sent to Copper', ['operation', 'status']);
  const retries = counter('upstream_retries_total', 'Requests to Copper that were no first try', [
    'operation',
  ]);
  const waits = counter('rate_limit_waits_total', 'Requests to Copper that waited for the limit', []);
  const waited = counter('rate_limit_wait_seconds_total', 'Seconds spent waiting for the limit', []);
  const refusals = counter('refused_requests_total', 'HTTP requests turned away, by reason', ['reason']);

  return {
    called({ tool, outcome, ms, characters: count }) {
      calls.inc({ tool, outcome: outcome === 'ok' ? 'ok' : 'error' });
      if (outcome !== 'ok') errors.inc({ tool, kind: outcome });
      durations.observe({ tool }, ms / 1000);
      if (count > 0) characters.observe({ tool }, count);
    },
    sent({ operation, status, error, attempt, waitMs }) {
      upstream.inc({ operation, status: String(status ?? error ?? 'unknown') });
      if (attempt > 1) retries.inc({ operation });
      if (waitMs < noticeableMs) return;
      waits.inc();
      waited.inc(waitMs / 1000);
    },
    refused(reason) {
      refusals.inc({ reason });
    },
    response: async () =>
      new Response(await registry.metrics(), { headers: { 'Content-Type': registry.contentType } }),
  };
}
