import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';

/** What an account is like, and how the product is set up for it. */
export interface AccountKind {
  readonly name: string;
  /** The zone that the product is told. */
  readonly zone: string;
  /** The account's own zone, where it is another. */
  readonly home?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly sandbox: Partial<SandboxOptions>;
  /** True where names are hard to tell apart, numbers or gone; see `oddities.ts`. */
  readonly isOdd?: true;
}

/** Copper as its contract has it. */
const contract = {
  names: 'contract',
  shape: 'envelope',
  closeDate: 'seconds',
  activityTypes: 'flat',
  errors: 'contract',
} as const;

/** Copper as its pages describe it. */
const documented = { names: 'documented', errors: 'captured' } as const;

/** Both dialects, told or found out, in four zones and the sandbox's own; texts and JSON. */
export const accountKinds: readonly AccountKind[] = [
  {
    name: 'contract in New York',
    zone: 'America/New_York',
    env: { COPPER_DIALECT: 'contract' },
    sandbox: contract,
  },
  {
    name: 'documented in Berlin, under its rate limit',
    zone: 'Europe/Berlin',
    env: { COPPER_DIALECT: 'documented', COPPER_RATE_LIMIT: '180', COPPER_MAX_WAIT_MS: '600000' },
    sandbox: { ...documented, leadEmail: 'array', limit: 180 },
  },
  {
    name: 'documented, found out, in Kolkata, as JSON',
    zone: 'Asia/Kolkata',
    env: { COPPER_FORMAT: 'json' },
    sandbox: { ...documented, closeDate: 'd/m/y', seed: 2, notFound: 'bare' },
  },
  {
    name: 'contract, found out, in Auckland',
    zone: 'Pacific/Auckland',
    sandbox: { ...contract, shape: 'array', leadEmail: 'array', seed: 3, overMax: 'reject' },
  },
  {
    name: 'both names, short pages, now and then no answer, in Los Angeles',
    zone: 'America/Los_Angeles',
    env: { COPPER_FORMAT: 'json' },
    sandbox: { names: 'both', pageSize: 20, fault: { kind: '503', every: 11 } },
  },
  {
    name: 'documented in New York, short answers',
    zone: 'America/New_York',
    env: { COPPER_DIALECT: 'documented', COPPER_MAX_RESULT_CHARS: '2500' },
    sandbox: { ...documented, closeDate: 'seconds', activityTypes: 'flat', shape: 'envelope', seed: 4 },
  },
  {
    name: 'contract in Berlin, without totals',
    zone: 'Europe/Berlin',
    sandbox: { ...contract, shape: 'array', totals: false, seed: 5 },
  },
  {
    name: 'an account in Auckland read in New York',
    zone: 'America/New_York',
    home: 'Pacific/Auckland',
    sandbox: { names: 'both', seed: 6 },
  },
  {
    name: 'odd names in Kolkata',
    zone: 'Asia/Kolkata',
    sandbox: { names: 'both', seed: 7 },
    isOdd: true,
  },
];
