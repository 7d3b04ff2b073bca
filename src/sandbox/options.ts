import type { ChurnKind } from './churn.ts';
import type { accountSizes } from './world/generator-context.ts';
import { createWorld } from './world/world.ts';

/** What tells that the caller does not wait any longer: the part of an `AbortSignal` that is used here. */
export interface CallerSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** A request to the API: the part of a web `Request` that is used here. */
export interface IncomingRequest extends Pick<Request, 'method' | 'url' | 'headers' | 'text'> {
  readonly signal: CallerSignal;
}

/** How requests can fail. */
export type FaultKind =
  | 'reset'
  | 'hang'
  | '500'
  | '502-html'
  | '503'
  | '200-html'
  | 'cut'
  | 'bad-json'
  | '429';

/** Options of a sandbox; each is something that the real API is known or suspected to do. */
export interface SandboxOptions {
  /** Milliseconds since the epoch; all data is relative to its first value, and the rate limit is measured by it. */
  now: () => number;
  /** Waits (for `latency`); rejects with the signal's reason when it is aborted. */
  sleep: (ms: number, signal?: CallerSignal) => Promise<void>;
  /** Default 1. */
  seed?: number;
  /** Makes the data, from the seed, the moment of the first request, the time zone and the size; default `createWorld`. */
  generate?: typeof createWorld;
  /** How much data: usual (600 deals), or large (20,000 deals, 100,000 activities). Default usual. */
  size?: keyof typeof accountSizes;
  /** Whether one deal's texts give orders to agents and have characters that break lines. Default false. */
  hostile?: boolean;
  /** IANA name of the account's time zone, for close dates and custom dates. Default America/Los_Angeles. */
  timeZone?: string;
  /** Whose parameter names are known, the contract's or those of Copper's documentation; any other is a 422. Default both. */
  names?: 'both' | 'contract' | 'documented';
  /** A bare array, or the contract's `{page_number, total, data}`. Default array. */
  shape?: 'array' | 'envelope';
  /** Whether searches carry X-PW-TOTAL. Default true. */
  totals?: boolean;
  /** The format of close dates: text without leading zeros, or Unix seconds. Default m/d/y. */
  closeDate?: 'm/d/y' | 'd/m/y' | 'seconds';
  /** Activity types by category as recorded, or the contract's flat list. Default nested. */
  activityTypes?: 'nested' | 'flat';
  /** The members of replies: all that were recorded, or only those that the contract lists. Default recorded. */
  fields?: 'recorded' | 'contract';
  /** The e-mail address of a lead: an object, or an array of one. Default object. */
  leadEmail?: 'object' | 'array';
  /** Which of the two recorded 404 bodies a missing record gets. Default resource. */
  notFound?: 'resource' | 'bare';
  /** The body of errors: `{success, status, message}` as recorded, or the contract's `{error: {code, message}}`. Default captured. */
  errors?: 'captured' | 'contract';
  /** False: operations on leads return 403. Default true. */
  leads?: boolean;
  /** Maximum rows per page. Default 200; with `names: 'contract'` the contract's own maximum of 25 or 200 holds too. */
  pageSize?: number;
  /** A larger `page_size` is reduced to the maximum, or refused. Default clamp. */
  overMax?: 'clamp' | 'reject';
  /** Requests per credential in any 60 seconds; 0 means no limit. Default 180. */
  limit?: number;
  /** Whether replies have X-RateLimit-Limit, -Remaining and -Reset (Unix seconds). Default false, as recorded. */
  rateHeaders?: boolean;
  /** Whether a 429 has Retry-After. Default true. */
  retryAfter?: boolean;
  /** Milliseconds each request takes. Default 0. */
  latency?: number;
  /** Makes every n-th request fail. */
  fault?: { kind: FaultKind; every: number };
  /** What other users do to the first rows of each page, unless it is the last of its search. */
  churn?: { kind: ChurnKind; rows: number };
  /** Accepted keys and tokens. Default: any that is not empty. */
  credentials?: readonly string[];
}

type Optional = 'fault' | 'churn' | 'credentials';

/** Options with their defaults filled in. */
export type SandboxSettings = Required<Omit<SandboxOptions, Optional>> & Pick<SandboxOptions, Optional>;

const defaults = {
  seed: 1,
  generate: createWorld,
  size: 'usual',
  hostile: false,
  timeZone: 'America/Los_Angeles',
  names: 'both',
  shape: 'array',
  totals: true,
  closeDate: 'm/d/y',
  activityTypes: 'nested',
  fields: 'recorded',
  leadEmail: 'object',
  notFound: 'resource',
  errors: 'captured',
  leads: true,
  pageSize: 200,
  overMax: 'clamp',
  limit: 180,
  rateHeaders: false,
  retryAfter: true,
  latency: 0,
} as const;

/** The options with defaults for those that are missing. */
export function withDefaults(options: SandboxOptions): SandboxSettings {
  return { ...defaults, ...options };
}
