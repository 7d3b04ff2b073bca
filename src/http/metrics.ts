import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Attempt } from '../tool/fetch-copper.ts';
import type { AccountApp } from './accounts.ts';
import type { ConcurrencyLimit } from './concurrency-limit.ts';
import type { CallRecord } from './observe.ts';

/** What this process has used. */
export interface ProcessUsage {
  /** Bytes of memory in all, and of the heap of JavaScript. */
  readonly residentBytes: number;
  readonly heapBytes: number;
  /** Seconds of CPU since the start. */
  readonly cpuSeconds: number;
}

/** What is read whenever the metrics are. */
interface MetricsSources {
  readonly version: string;
  readonly usage: () => ProcessUsage;
  readonly accounts: () => readonly AccountApp[];
  readonly requests: ConcurrencyLimit['usage'];
}

/** A shorter wait is not counted: only the clock moved on. In milliseconds. */
const shortestWaitMs = 10;

/** Between two looks at the event loop, in milliseconds. */
const lagResolutionMs = 20;

const callBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 45];
const characterBuckets = [100, 300, 1_000, 2_000, 4_000, 8_000, 12_000, 20_000, 40_000];

/** Version, memory, CPU and lag of this process, by the names that dashboards know. */
function addProcessGauges(registers: Registry[], { version, usage }: MetricsSources): void {
  new Gauge({
    name: 'copper_mcp_build_info',
    help: 'Version of this server',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1);
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge('process_resident_memory_bytes', 'Memory of this process', () => usage().residentBytes);
  gauge('nodejs_heap_size_used_bytes', 'Used heap of JavaScript', () => usage().heapBytes);
  gauge('process_cpu_seconds_total', 'CPU time of this process', () => usage().cpuSeconds);
  const lag = monitorEventLoopDelay({ resolution: lagResolutionMs });
  lag.enable();
  gauge(
    'nodejs_eventloop_lag_p99_seconds',
    'How late timers ran since the metrics were last read, 99th percentile',
    () => {
      // What it counts includes the time between two looks.
      const late = lag.count === 0 ? 0 : Math.max(0, lag.percentile(99) / 1e9 - lagResolutionMs / 1000);
      lag.reset();
      return late;
    },
  );
}

/** Gauges, computed when the metrics are read. */
function addGauges(registers: Registry[], { accounts, requests }: MetricsSources): void {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name: `copper_mcp_${name}`,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  const windows = () => accounts().flatMap(({ copper }) => copper?.pacer.usage() ?? []);
  const sumOf = (name: 'used' | 'limit') => windows().reduce((sum, window) => sum + window[name], 0);
  gauge('requests_running', 'HTTP requests that are running', () => requests().running);
  gauge('requests_waiting', 'HTTP requests that are waiting to run', () => requests().waiting);
  gauge('accounts', 'Copper credentials in use', () => accounts().length);
  gauge('window_used', 'Requests in the current rate limit windows of all accounts', () => sumOf('used'));
  gauge('window_limit', 'Requests that the rate limit windows of all accounts allow', () => sumOf('limit'));
  gauge('window_fullest_ratio', 'Used share of the fullest rate limit window, 0 to 1', () =>
    Math.max(0, ...windows().map(({ used, limit }) => used / limit)),
  );
}

/** Creates metrics with a registry of their own. Callers' names are not labels, so the number of callers does not matter. */
export function createMetrics(sources: MetricsSources) {
  const registry = new Registry();
  const registers = [registry];
  addGauges(registers, sources);
  addProcessGauges(registers, sources);
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: `copper_mcp_${name}`, help, labelNames, registers });
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name: `copper_mcp_${name}`, help, labelNames: ['tool'], buckets, registers });
  const calls = counter('calls_total', 'Tool calls by outcome', ['tool', 'outcome']);
  const errors = counter('call_errors_total', 'Failed tool calls by kind of error', ['tool', 'kind']);
  const durations = histogram('call_duration_seconds', 'Duration of tool calls', callBuckets);
  const characters = histogram('result_characters', 'Characters of results', characterBuckets);
  const upstream = counter('upstream_requests_total', 'Requests sent to Copper', ['operation', 'status']);
  const retries = counter('upstream_retries_total', 'Retried requests to Copper', ['operation']);
  const waits = counter('rate_limit_waits_total', 'Requests to Copper that waited for the rate limit', []);
  const waited = counter('rate_limit_wait_seconds_total', 'Seconds spent waiting for the rate limit', []);
  const auditLost = counter('audit_lines_lost_total', 'Audit lines that the disk had no room for', []);
  const refusals = counter('refused_requests_total', 'Refused HTTP requests by reason', ['reason']);

  return {
    onCall({ tool, outcome, ms, characters: count }: CallRecord) {
      calls.inc({ tool, outcome: outcome === 'ok' ? 'ok' : 'error' });
      if (outcome !== 'ok') errors.inc({ tool, kind: outcome });
      durations.observe({ tool }, ms / 1000);
      if (count > 0) characters.observe({ tool }, count);
    },
    /** A request was sent to Copper. */
    onAttempt({ operation, status, error, attempt, waitMs }: Attempt) {
      upstream.inc({ operation, status: String(status ?? error ?? 'unknown') });
      if (attempt > 1) retries.inc({ operation });
      if (waitMs < shortestWaitMs) return;
      waits.inc();
      waited.inc(waitMs / 1000);
    },
    onRefused: (reason: string) => refusals.inc({ reason }),
    onAuditLost: (lines: number) => auditLost.inc(lines),
    /** The metrics in the format of Prometheus. */
    response: async () =>
      new Response(await registry.metrics(), { headers: { 'Content-Type': registry.contentType } }),
  };
}
