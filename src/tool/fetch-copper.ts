import type { CancelSignal } from './clock.ts';
import type { OperationId } from './operation.ts';

/**
 * A request as it is sent: the part of a web `Request` that is used here, which a web `Request` is as well. To make a real one, with its
 * streams, signals and checks, takes longer than to send it.
 */
export interface OutgoingRequest extends Pick<Request, 'method' | 'url' | 'headers' | 'text'> {
  readonly signal: CancelSignal;
}

/**
 * Sends a request and resolves to its web response: the only way to the network. The live `fetch` and the sandbox are two of these;
 * rate limit, retries and URL guard wrap one into another.
 *
 * Rejects like `fetch`: a `TypeError` for a broken connection, the signal's reason when aborted.
 */
export type FetchCopper = (request: OutgoingRequest) => Promise<Response>;

/** How one request ended: the HTTP `status`, or `error` as a code; how long it took, and how long it waited for the rate limit before. */
export interface AttemptResult {
  readonly status?: number;
  readonly error?: string;
  readonly ms: number;
  readonly waitMs: number;
}

/** One attempt at a request, for logs and metrics. */
export interface Attempt extends AttemptResult {
  readonly operation: OperationId;
  /** 1 for the first try, 2 for its first retry … */
  readonly attempt: number;
}

/** Who a request is made for. */
export interface RequestOrigin {
  /** Callers of one account share its rate limit fairly; all calls without a name count as one caller. */
  readonly caller?: string;
  /** A W3C `traceparent`, sent with each request. */
  readonly trace?: string;
  /** Called once per request sent; if equal requests are shared, only for the call that started it. */
  readonly onAttempt?: (attempt: Attempt) => void;
}
