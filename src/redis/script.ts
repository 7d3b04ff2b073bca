import { createHash } from 'node:crypto';

/**
 * One atomic step in the rolling window of one account: a sorted set of starts, each with the time at which it expires.
 *
 * A start counts from when it is granted until one window after its reply, because the server may count it at any time in between; while
 * unanswered it counts for `hold`, so that the slots of a process that died are freed in the end. All times are Redis's own, in
 * microseconds, so that no two clocks are compared.
 *
 * KEYS[1] the account. ARGV: window, hold, limit, slots wanted, prefix of this process, number of the first start, 1 to forget all that this
 * process reported before; then pairs: a start of this process, and for how long it still counts (0: it never happened).
 * Returns Redis's time, slots granted, slots in use now, and when the first of them expire, at most one window away.
 */
export const windowScript = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local key, who = KEYS[1], ARGV[5]
local window, hold, limit, wanted, first =
  tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[6])
redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
if ARGV[7] == '1' then
  for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do
    if string.sub(member, 1, #who) == who then redis.call('ZREM', key, member) end
  end
end
for at = 8, #ARGV, 2 do
  local left = tonumber(ARGV[at + 1])
  if left > 0 then redis.call('ZADD', key, now + left, who .. ARGV[at])
  else redis.call('ZREM', key, who .. ARGV[at]) end
end
local granted = math.max(0, math.min(wanted, limit - redis.call('ZCARD', key)))
for number = first, first + granted - 1 do
  redis.call('ZADD', key, now + hold, who .. string.format('%d', number))
end
redis.call('PEXPIRE', key, math.ceil(hold / 1000))
local reply = { now, granted, redis.call('ZCARD', key) }
local ends = redis.call('ZRANGE', key, 0, 999, 'WITHSCORES')
for at = 2, #ends, 2 do reply[#reply + 1] = math.min(tonumber(ends[at]), now + window) end
return reply
`;

/** The hash by which Redis runs a script that it has cached. */
export const windowScriptSha = createHash('sha1').update(windowScript).digest('hex');

/** How much longer than the window an unanswered start counts, in milliseconds; no request takes longer. */
const maxRequestMs = 120_000;

/** One step of one process; times in milliseconds. */
export interface WindowStep {
  readonly windowMs: number;
  readonly limit: number;
  readonly wanted: number;
  /** Distinguishes this process's starts from all others. */
  readonly who: string;
  /** Granted starts are numbered from here. */
  readonly first: number;
  /** Deletes what was reported of this process's starts before. */
  readonly forget?: boolean;
  /** Starts, and for how long they still count: 0 for those that never happened, undefined while unanswered. */
  readonly starts?: readonly (readonly [number: number, leftMs: number | undefined])[];
}

/** The step as arguments of the script. */
export function stepArguments(step: WindowStep): string[] {
  const { windowMs, limit, wanted, who, first, forget = false } = step;
  const micros = (ms: number) => Math.ceil(ms * 1000);
  const hold = micros(windowMs + maxRequestMs);
  const leftOf = (ms: number | undefined) => (ms === undefined ? hold : micros(ms));
  const starts = (step.starts ?? []).flatMap(([number, leftMs]) => [number, leftOf(leftMs)]);
  return [micros(windowMs), hold, limit, wanted, `${who}:`, first, forget ? 1 : 0, ...starts].map(String);
}

/** The window after a step; times in milliseconds. */
export interface WindowSnapshot {
  /** Redis's time. */
  readonly now: number;
  readonly granted: number;
  readonly used: number;
  /** In how many milliseconds the first slots are free, in order; of unanswered starts as if they were answered now. */
  readonly freeIn: readonly number[];
}

/**
 * Reads the script's reply.
 *
 * @throws Error for anything that is not a reply of the script
 */
export function readSnapshot(reply: unknown): WindowSnapshot {
  const numbers = Array.isArray(reply) ? reply.map(Number) : [];
  const [now, granted, used, ...ends] = numbers;
  if (now === undefined || granted === undefined || used === undefined || numbers.some(Number.isNaN)) {
    throw new Error('Redis returned an unexpected reply');
  }
  return { now: now / 1000, granted, used, freeIn: ends.map((end) => Math.ceil((end - now) / 1000)) };
}
