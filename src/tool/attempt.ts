import type { OperationId } from './operation.ts';

/** One request that was sent: its end (`status`, or `error` as a code), how long it took and how long it had waited before. */
export interface AttemptResult {
  readonly status?: number;
  readonly error?: string;
  readonly ms: number;
  readonly waitMs: number;
}

/** One try at one question, for logs and metrics. */
export interface Attempt extends AttemptResult {
  readonly operation: OperationId;
  /** 1, 2, … */
  readonly attempt: number;
}

/** On whose behalf requests are made, and who wants to know of them. */
export interface RequestOrigin {
  /** Callers of one account take turns; those who give no name are one caller. */
  readonly caller?: string;
  /** A W3C `traceparent`, which goes along with each request. */
  readonly trace?: string;
  /** Told once for each request that was sent; of equal questions that are shared, only the first one is told. */
  readonly onAttempt?: (attempt: Attempt) => void;
}
