import { createSandbox, type World } from '../../src/sandbox/sandbox.ts';
import type { ManualClock } from '../manual-clock.ts';
import { type Account, namesIn } from '../oracle/account.ts';
import { type AccountKind, accountKinds } from '../oracle/account-kinds.ts';
import { zoneOf } from '../oracle/days.ts';
import type { Fact } from '../oracle/facts.ts';
import type { Kind } from '../oracle/kind.ts';
import type { Random } from '../oracle/random.ts';
import { churned } from './churn.ts';
import { type CopperLine, openLine } from './copper-line.ts';
import { withMark } from './marks.ts';

/** One Copper account with a world, a time zone and a key of its own, and the way to it. */
export interface Tenant {
  readonly mark: string;
  readonly key: string;
  readonly email: string;
  readonly env: Readonly<Record<string, string>>;
  readonly line: CopperLine;
  /** Requests that Copper allows in any 60 seconds. */
  readonly limit: number;
  /** The account as the oracle sees it: what is right, by code that is none of the product's. */
  readonly account: Account;
  /** The data as they are now: another object after each change. */
  world(): World;
  /** Other users change something. */
  churn(): void;
}

const email = 'dana.li@example.com';

/** What the oracle needs to know of an account; the world may change. */
function seenByOracle(kind: AccountKind, world: () => World, clock: ManualClock): Account {
  const { zone, home = zone, sandbox } = kind;
  const known = new WeakMap<World, Map<Kind, readonly Fact[]>>();
  const names = new WeakMap<World, Map<string, Map<number, string>>>();
  const account: Account = {
    kind,
    get world() {
      return world();
    },
    zone: zoneOf(zone),
    home: zoneOf(home),
    names: sandbox.names ?? 'both',
    get me() {
      return world().users.find((user) => user.email === email)?.id ?? 0;
    },
    facts(of) {
      const made = known.get(world()) ?? new Map<Kind, readonly Fact[]>();
      known.set(world(), made);
      const facts = made.get(of) ?? of.facts(account);
      made.set(of, facts);
      return facts;
    },
    nameOf(list, id) {
      const made = names.get(world()) ?? namesIn(world());
      names.set(world(), made);
      return made.get(list)?.get(id);
    },
    now: () => Math.floor(clock.now() / 1000),
    ask: () => Promise.reject(new Error('the simulation asks by itself')),
    close: async () => undefined,
  };
  return account;
}

/** How long things may take, and how much is allowed: seldom enough of both. */
function settingsFor(random: Random): Record<string, string> {
  return {
    COPPER_RATE_LIMIT: String(random.pick([12, 40, 90, 180])),
    COPPER_MAX_WAIT_MS: String(random.pick([0, 2_000, 20_000, 60_000])),
    COPPER_TIMEOUT_MS: String(random.pick([3_000, 15_000, 60_000])),
    COPPER_REPORT_TIMEOUT_MS: String(random.pick([10_000, 60_000, 300_000])),
    COPPER_MAX_RESULT_CHARS: '40000',
  };
}

/** Opens account number `at` of a simulation. */
export function openTenant(
  at: number,
  mark: string,
  random: Random,
  clock: ManualClock,
  trace: (line: string) => void,
): Tenant {
  const kind = random.pick(accountKinds.filter(({ isOdd }) => isOdd !== true));
  const { zone, home = zone } = kind;
  const key = `key-${at}-${mark.toLowerCase()}-0123456789abcdef`;
  const settings = settingsFor(random);
  const limit = Number(settings.COPPER_RATE_LIMIT);
  // Faults are the weather's; with pages of fewer rows the oracle needs to know what the product has learnt of them.
  const { fault: _fault, pageSize: _pageSize, ...options } = kind.sandbox;
  const sandbox = createSandbox({
    now: clock.steady,
    sleep: clock.sleep,
    timeZone: home,
    ...options,
    limit,
    credentials: [key],
    rateHeaders: random.chance(0.3),
    retryAfter: random.chance(0.7),
  });
  sandbox.change((world) => withMark(world, mark));
  return {
    mark,
    key,
    email,
    env: {
      ...settings,
      ...kind.env,
      COPPER_RATE_LIMIT: String(limit),
      COPPER_MAX_WAIT_MS: settings.COPPER_MAX_WAIT_MS ?? '',
      COPPER_TIMEZONE: zone,
      COPPER_API_KEY: key,
      COPPER_USER_EMAIL: email,
    },
    limit,
    line: openLine(sandbox, clock, random, (line) => trace(`${mark}${line}`)),
    account: seenByOracle(kind, () => sandbox.world, clock),
    world: () => sandbox.world,
    churn: () => sandbox.change((world) => churned(world, random, Math.floor(clock.steady() / 1000))),
  };
}
