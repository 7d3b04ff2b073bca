/** What a quota needs to know of the pacer that uses it. Times in milliseconds since 1970. */
export interface QuotaHost {
  readonly windowMs: number;
  /** The account's limit as it is now. */
  accountLimit(): number;
  /** Slots in use as far as this process knows, including known ones of other processes. */
  used(): number;
  /** Counts one more slot as used by another process until then. */
  occupy(until: number): void;
  /** To be called whenever the quota may give another answer than before. */
  onChange(): void;
}

/** Requests that could start now as far as this process knows. */
export interface WantedStarts {
  readonly interactive: number;
  readonly background: number;
  /** Slots that the background requests leave free. */
  readonly leaveFree: number;
}

/** This process's part of an account's rate limit. It is asked after the process's own window, before every start. */
export interface Quota {
  /** How much of the account's limit this process may use now. */
  limit(accountLimit: number): number;
  /** Slots in use by all processes together, as far as is known; 0 if the account is not shared. */
  used(now: number): number;
  /** True while the answer of the other side is outstanding; `onChange` follows. */
  isPending(): boolean;
  /** The earliest start, or a time before it, of a request that has `queuedBefore` others of this process before it. */
  earliestStart(queuedBefore: number, now: number): number;
  /**
   * True if one request may start now; else slots for those that are wanted are requested, unless they are already, and `onChange` follows.
   */
  tryAcquire(wanted: () => WantedStarts): boolean;
  /** When the slots that background requests leave to interactive ones were last all free, if all processes agree on that. */
  reserveLastFreeAt(): number | undefined;
  /** No more requests start now: unused slots are given back. */
  releaseUnused(): void;
  /** One started request was answered. */
  complete(): void;
  /** Stops listening to the other processes. */
  close(): void;
}

/** Makes the quota of one account. */
export type CreateQuota = (host: QuotaHost) => Quota;
