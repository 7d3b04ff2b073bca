import { createHash } from 'node:crypto';
import { reports } from '../../tools/reports/index.ts';
import { manualClock } from '../manual-clock.ts';
import { createRandom, type Random } from '../oracle/random.ts';
import { faultNames } from './copper-faults.ts';
import { fair } from './copper-line.ts';
import { type Caller, type Delivered, type Exchange, mostPlaces, openHouse } from './house.ts';
import { leakIn, refusalOf, repeatedRow, toolAnswer, untruth } from './judges.ts';
import { marks } from './marks.ts';
import { type Asked, randomRequest, toMessage } from './requests.ts';
import { openTenant, type Tenant } from './tenant.ts';

/** What was found wrong, and where. */
interface Failure {
  /** The step of the simulation. */
  readonly step: number;
  /** What was asked, and by whom. */
  readonly call: string;
  readonly what: string;
}

/** How a simulation went. */
export interface Outcome {
  readonly seed: number;
  /** Of everything that happened: the same for the same seed. */
  readonly hash: string;
  readonly calls: number;
  /** Answers that were held against the oracle's. */
  readonly judged: number;
  readonly requests: number;
  readonly failure: Failure | undefined;
}

/** A call in progress. Times in milliseconds on the steady clock. */
interface Running {
  readonly id: number;
  readonly caller: Caller;
  readonly asked: Asked;
  readonly exchange: Exchange;
  readonly began: number;
  /** The time of day when it began, in Unix seconds. */
  readonly second: number;
  /** When it must have ended. */
  due: number;
  isCancelled: boolean;
  /** What it may have read without asking for it: since then the account and the way to it must have been the same. */
  readonly since: { readonly began: number; readonly faulted: number };
  delivered?: Delivered;
}

/** Sent several times in each calm: together more than one caller may have under way. */
const padding = ' '.repeat(1_000_000);

const placeWaitMs = 10_000;
const slackMs = 1_000;
/** After this long of fair weather nothing of what was before may count any more: the longest Retry-After that is heeded, and a window. */
const calmMs = 665_000;
/** Longer than accounts are kept that nobody uses. */
const idleMs = 1_200_000;

const reportNames: readonly unknown[] = reports.map(({ name }) => name);

/** Messages that may still be held in the end: the last ones, by whoever waited for them here. */
const mostHeld = 5;

/** Options of a simulation. */
export interface SimulationOptions {
  readonly seed: number;
  readonly calls: number;
  /** Collects garbage, so that what is still held is seen. */
  readonly collect?: () => void;
  /** True for simulations as they were before crowds and repeated rows: for the seeds that found something then. */
  readonly isOlder?: boolean;
  /** Gets each line of what happens. */
  readonly onTrace?: (line: string) => void;
}

/** Simulates a server with several accounts and callers; everything that happens is decided by the seed. */
export async function simulate(options: SimulationOptions): Promise<Outcome> {
  const { seed, calls, collect, isOlder = false, onTrace } = options;
  const random = createRandom(seed);
  const hash = createHash('sha256');
  let requests = 0;
  const clock = manualClock(Date.UTC(2026, random.int(0, 11), random.int(1, 28), random.int(0, 23)));
  const trace = (line: string) => {
    hash.update(`${line}\n`);
    onTrace?.(line);
  };
  const onWire = (line: string) => {
    if (/ (?:GET|POST) /.test(line)) requests++;
    trace(line);
  };
  const tenants = marks
    .slice(0, random.int(2, 3))
    .map((mark, at) => openTenant(at, mark, random, clock, onWire));
  const callers = tenants.flatMap((tenant, at) =>
    [`caller-${at}`, `caller-${at}-b`].slice(0, random.int(1, 2)).map((name) => ({ name, tenant })),
  );
  const house = openHouse(tenants, clock, () => random.int(0, 2 ** 30 - 1) / 2 ** 30);
  const changedAt = new Map<Tenant, number>();
  /** When somebody was last asking. */
  const askedAt = new Map<Tenant, number>();
  let setAt = 0;
  const running = new Set<Running>();
  const ended: Running[] = [];
  let offset = 0;
  let started = 0;
  let judged = 0;
  let step = 0;
  let failure: Failure | undefined;

  const describe = ({ id, caller, asked, delivered }: Running) =>
    `#${id} ${caller.name} (${caller.tenant.account.kind.name}) ${asked.method} ${JSON.stringify(asked.params)}${delivered === undefined ? '' : `\n  ${delivered.status} ${brief(delivered.body)}`}`;
  const fail = (what: string, call?: Running) => {
    failure ??= { step, call: call === undefined ? 'no call' : describe(call), what };
  };

  const warn = (warning: Error) => fail(`Node warns: ${warning.message}`);
  process.on('warning', warn);

  function start(caller: Caller, asked: Asked, before = ''): Running {
    started++;
    const { tenant } = caller;
    const began = clock.steady();
    const neighbours = [...running].filter((one) => one.caller.tenant === tenant);
    const first = neighbours.reduce<Running['since']>(
      (least, { since }) => (since.began < least.began ? since : least),
      { began, faulted: tenant.line.faulted() },
    );
    const { env } = tenant;
    const isReport = reportNames.includes(asked.params.name);
    const limitMs = Number(isReport ? env.COPPER_REPORT_TIMEOUT_MS : env.COPPER_TIMEOUT_MS);
    const call: Running = {
      id: started,
      caller,
      asked,
      exchange: house.exchange(caller, toMessage(asked, started, random, before)),
      began,
      second: Math.floor(clock.now() / 1000),
      due: began + placeWaitMs + limitMs + slackMs,
      isCancelled: false,
      since: first,
    };
    trace(`> ${call.id} ${caller.name} ${asked.method} ${JSON.stringify(asked.params)}`);
    running.add(call);
    call.exchange.delivered.then(
      (delivered) => {
        call.delivered = delivered;
        ended.push(call);
      },
      (error: unknown) => {
        call.delivered = { status: 0, body: String(error) };
        ended.push(call);
      },
    );
    return call;
  }

  function judge(call: Running): void {
    const { asked, caller, delivered, since, isCancelled } = call;
    const { tenant } = caller;
    if (delivered === undefined) return;
    trace(`< ${call.id} ${delivered.status} ${delivered.body}`);
    const leak = leakIn(delivered.body, tenants, tenant.mark);
    if (leak !== undefined) fail(leak, call);
    const refusal = refusalOf(delivered, isCancelled);
    if (refusal !== undefined) fail(refusal, call);
    const answer = toolAnswer(delivered);
    if (answer === undefined || isCancelled) return;
    const repeated = repeatedRow(answer);
    if (repeated !== undefined) fail(repeated, call);
    const isQuiet =
      (changedAt.get(tenant) ?? 0) < since.began &&
      setAt < since.began &&
      offset === 0 &&
      tenant.line.faulted() === since.faulted;
    if (asked.question === undefined || !isQuiet) return;
    judged++;
    const wrong = untruth(asked.question, answer, tenant.account, call.second, tenant.account.now());
    if (wrong !== undefined) fail(wrong, call);
  }

  /** Nobody has more places than they may, and nothing is asked for nobody. */
  function checkWork(): void {
    const { running: taken, waiting } = house.places();
    if (taken > mostPlaces.all) fail(`${taken} requests are answered at once`);
    if (waiting > mostPlaces.waiting) fail(`${waiting} requests wait at once`);
    for (const [name, count] of house.working())
      if (count > mostPlaces.ofCaller) fail(`${count} requests of ${name} are answered at once`);
    for (const { caller } of running) askedAt.set(caller.tenant, clock.steady());
    for (const tenant of tenants)
      if (tenant.line.wanted() > 0 && clock.steady() - (askedAt.get(tenant) ?? 0) > slackMs)
        fail(`${tenant.line.wanted()} requests to ${tenant.mark} go on, and nobody asks`);
  }

  function check(): void {
    checkWork();
    for (const call of ended.splice(0)) {
      running.delete(call);
      judge(call);
    }
    for (const call of running)
      if (clock.steady() > call.due) fail(`it has not ended after ${clock.steady() - call.began} ms`, call);
    for (const { line, mark } of tenants)
      if (line.provoked() > 0) fail(`Copper refused a request of ${mark}: there were too many`);
    for (const line of house.logged()) {
      const leak = leakIn(line, tenants);
      if (leak !== undefined) fail(`in the log: ${leak}: ${line}`);
    }
  }

  /** Everybody goes home: what is left then is left for good. */
  async function calm(): Promise<void> {
    for (const { line } of tenants) {
      line.weather = fair;
      line.isRepeating = false;
    }
    while (running.size > 0 && failure === undefined) {
      await clock.advance(1_000);
      check();
    }
    await clock.advance(calmMs);
    const { running: taken, waiting } = house.places();
    if (taken + waiting > 0) fail(`${taken} places are taken and ${waiting} waited for by nobody`);
    if (clock.sleepers() > 1) fail(`${clock.sleepers()} timers run for nobody`);
    for (const { line, mark } of tenants)
      if (line.open() > 0) fail(`${line.open()} requests to ${mark} are open for nobody`);
    for (const { copper } of house.accounts()) {
      const { used, freeInMs } = copper?.pacer.usage() ?? { used: 0, freeInMs: 0 };
      if (used > 0 || freeInMs > 0)
        fail(`${used} slots are in use by nobody, the next is free in ${freeInMs} ms`);
    }
    // A short simulation has no time for it.
    const isLong = calls >= 250;
    for (const tenant of isLong ? [tenants, tenants, tenants].flat() : tenants) {
      const caller = callers.find((one) => one.tenant === tenant);
      if (caller === undefined) continue;
      const asked = { method: 'tools/call', params: { name: 'search_tasks', arguments: { limit: 1 } } };
      const call = start(caller, asked, isLong ? padding : '');
      for (let round = 0; round < 50 && call.delivered === undefined; round++) await clock.advance(100);
      check();
      if (call.delivered === undefined || toolAnswer(call.delivered)?.isError !== false)
        fail('all is well again, and yet it is not answered', call);
    }
  }

  function hangUp(call: Running): void {
    trace(`x ${call.id}`);
    call.isCancelled = true;
    call.due = Math.min(call.due, clock.steady() + slackMs);
    call.exchange.cancel();
  }

  /** More at once than there are places, so that some wait; of these, some hang up. */
  async function crowd(): Promise<void> {
    const crowding = random.some(callers, random.int(1, 3)).flatMap((caller) => {
      const { line } = caller.tenant;
      line.weather = { ...line.weather, latency: 3_000 };
      trace(`crowd ${caller.name}`);
      const count = Math.min(random.int(4, 8), 24 - running.size, calls - started);
      return Array.from({ length: Math.max(0, count) }, () =>
        start(caller, randomRequest(random, caller.tenant)),
      );
    });
    await clock.advance(random.int(0, 300));
    for (const call of crowding) if (call.delivered === undefined && random.chance(0.2)) hangUp(call);
  }

  async function act(): Promise<void> {
    if (!isOlder && random.chance(0.05)) return crowd();
    if (!isOlder && random.chance(0.02)) {
      const { line } = random.pick(tenants);
      line.isRepeating = !line.isRepeating;
    }
    const share = random.int(1, 100);
    const tenant = random.pick(tenants);
    if (share <= 45) {
      const caller = random.pick(callers);
      if (running.size < 24 && started < calls) start(caller, randomRequest(random, caller.tenant));
    } else if (share <= 85) await clock.advance(passing(random));
    else if (share <= 90) {
      if (running.size === 0) return;
      hangUp(random.pick([...running]));
    } else if (share <= 93) {
      trace(`churn ${tenant.mark}`);
      tenant.churn();
      changedAt.set(tenant, clock.steady());
    } else if (share <= 95) {
      const wanted = offset !== 0 && random.chance(0.7) ? 0 : random.pick(steps);
      trace(`clock ${wanted}`);
      clock.set(wanted - offset);
      offset = wanted;
      setAt = clock.steady();
    } else {
      tenant.line.weather = random.chance(0.5)
        ? { ...fair, latency: random.pick([0, 0, 50, 800]) }
        : {
            faulty: random.pick([0.05, 0.3, 1]),
            kinds: random.some(faultNames, random.int(1, 6)),
            latency: random.pick([0, 200, 3_000]),
          };
      trace(`weather ${tenant.mark} ${JSON.stringify(tenant.line.weather)}`);
    }
    await clock.settle();
  }

  let nextCalm = 250;
  while (failure === undefined && started < calls) {
    step++;
    await act();
    check();
    if (started < nextCalm) continue;
    nextCalm += 250;
    await calm();
  }
  if (failure === undefined) await calm();
  if (failure === undefined) {
    await clock.advance(idleMs);
    check();
    if (house.accounts().length > 0) fail(`${house.accounts().length} accounts are kept for nobody`);
    if (clock.sleepers() > 0) fail(`${clock.sleepers()} timers run in an empty house`);
    for (let round = 0; round < 3; round++) {
      collect?.();
      await clock.settle();
    }
    if (collect !== undefined && house.held() > mostHeld) fail(`${house.held()} messages are held by nobody`);
  }
  process.off('warning', warn);
  return { seed, hash: hash.digest('hex').slice(0, 16), calls: started, judged, requests, failure };
}

/** Milliseconds by which the time of day is set away from the truth. */
const steps = [
  1_000, -1_000, 30_000, -30_000, 61_000, -61_000, 3_600_000, -3_600_000, 86_400_000, -86_400_000,
];

/** How long nothing is done. */
function passing(random: Random): number {
  const share = random.int(1, 100);
  if (share <= 20) return 0;
  if (share <= 60) return random.int(1, 300);
  if (share <= 90) return random.int(300, 5_000);
  return share <= 98 ? random.int(5_000, 30_000) : random.int(30_000, 900_000);
}

/** The beginning and the end of a long text. */
const brief = (text: string) =>
  text.length > 3_000 ? `${text.slice(0, 1_500)} … ${text.slice(-1_500)}` : text;
