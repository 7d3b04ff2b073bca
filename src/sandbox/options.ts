import type { ChurnKind } from './churn.ts';
import type { accountSizes } from './world/generator-context.ts';

/** How requests may break on the way. */
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

/** What the sandboxed account is like; every switch is something the real API is known or suspected to do. */
export interface SandboxOptions {
  /** Milliseconds since the epoch; all data is relative to its first answer and the rate window runs on it. */
  now: () => number;
  /** Waits, for latency; rejects with the signal's reason when aborted. */
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Default 1. */
  seed?: number;
  /** How much there is: usual, or 20,000 deals and 100,000 activities for tests of scale. Default usual. */
  size?: keyof typeof accountSizes;
  /** The account's zone for close dates and custom dates. Default America/Los_Angeles. */
  timeZone?: string;
  /** Which request parameter names are known; any other is a 422. Default both. */
  names?: 'both' | 'contract' | 'documented';
  /** A bare array, or the contract's `{page_number, total, data}`. Default array. */
  shape?: 'array' | 'envelope';
  /** Whether searches carry X-PW-TOTAL. Default true. */
  totals?: boolean;
  /** How close dates are written: unpadded text, or Unix seconds. Default m/d/y. */
  closeDate?: 'm/d/y' | 'd/m/y' | 'seconds';
  /** Activity types by category as recorded, or the contract's flat list. Default nested. */
  activityTypes?: 'nested' | 'flat';
  /** Default object. */
  leadEmail?: 'object' | 'array';
  /** Which of the two recorded 404 bodies a missing record gets. Default resource. */
  notFound?: 'resource' | 'bare';
  /** `{success, status, message}` as captured, or the contract's `{error: {code, message}}`. Default captured. */
  errors?: 'captured' | 'contract';
  /** False: lead operations answer 403. Default true. */
  leads?: boolean;
  /** Most rows a page. Default 200; the contract profile also keeps the contract's own caps of 25 and 200. */
  pageSize?: number;
  /** What a larger page_size gets. Default clamp. */
  overMax?: 'clamp' | 'reject';
  /** Requests per rolling 60 s and credential; 0 means no limit. Default 180. */
  limit?: number;
  /** X-RateLimit-Limit, -Remaining and -Reset (epoch seconds). Default false, as recorded. */
  rateHeaders?: boolean;
  /** Retry-After on a 429. Default true. */
  retryAfter?: boolean;
  /** Milliseconds each request takes. Default 0. */
  latency?: number;
  /** Breaks every n-th request. */
  fault?: { kind: FaultKind; every: number };
  /** What other users do after each page that is not the last of its search, to its first rows. */
  churn?: { kind: ChurnKind; rows: number };
  /** Accepted keys and tokens; default: any that is not empty. */
  credentials?: readonly string[];
}

type Optional = 'fault' | 'churn' | 'credentials';

/** Options with their defaults filled in. */
export type SandboxSettings = Required<Omit<SandboxOptions, Optional>> & Pick<SandboxOptions, Optional>;

const defaults = {
  seed: 1,
  size: 'usual',
  timeZone: 'America/Los_Angeles',
  names: 'both',
  shape: 'array',
  totals: true,
  closeDate: 'm/d/y',
  activityTypes: 'nested',
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

export function withDefaults(options: SandboxOptions): SandboxSettings {
  return { ...defaults, ...options };
}
