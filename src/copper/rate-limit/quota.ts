/** What a budget must know of the line that keeps to it. Times in milliseconds since 1970. */
export interface QuotaHost {
  readonly windowMs: number;
  /** The account's limit as it is now. */
  limit(): number;
  /** Slots that this process holds, others' as far as it knows of them included. */
  used(): number;
  /** One more slot is held, for others, until then. */
  hold(until: number): void;
  /** To be called when another answer may be given than before. */
  changed(): void;
}

/** What this process may start where others use the same account: asked after the process's own slots, before every start. */
export interface Quota {
  /** What this process may use of the account's limit now. */
  limit(limit: number): number;
  /** Slots that all processes together hold, as far as is known; 0 where only this one is. */
  used(now: number): number;
  /** True while the others' answer is under way; `changed` follows. */
  asking(): boolean;
  /** When a start can happen that has `ahead` others of this process before it: this or later. */
  startAt(ahead: number, now: number): number;
  /** True when one request starts now; else `wanted` slots are asked for, unless they are already, and `changed` follows. */
  pass(wanted: () => number): boolean;
  /** Nobody else starts now: what was got beyond need goes back. */
  rest(): void;
  /** The reply to one start came. */
  settle(): void;
  /** Ceases to listen to the others. */
  close(): void;
}

/** Makes the budget of one account for its keeper. */
export type CreateQuota = (keeper: QuotaHost) => Quota;

/** The account is this process's alone. */
export const unsharedQuota: CreateQuota = () => ({
  limit: (limit) => limit,
  used: () => 0,
  asking: () => false,
  startAt: (_, now) => now,
  pass: () => true,
  rest() {},
  settle() {},
  close() {},
});
