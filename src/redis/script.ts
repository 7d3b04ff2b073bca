import { createHash } from 'node:crypto';

/**
 * One atomic step in the rolling window of one account: a sorted set of starts, each with the time at which it expires.
 *
 * A start counts from when it is granted until one window after its reply, because the server may count it at any time in between.
 * Redis is only where processes meet: the truth about a start is in the process that made it. Each step reports all starts of its
 * process in place of those reported before, and a start is removed by its own process; so whatever Redis loses is reported again within
 * a beat, and a clock that goes wrong expires nothing. All times are Redis's own, in microseconds, so that no two clocks are compared.
 *
 * For a while the set is not trusted if something is as it should not be: it is new, its clock jumped, a start is overdue (its process
 * has died, or the clock is ahead) or expires later than one window from now (the clock is behind, or somebody else wrote it). Such
 * starts are marked with `?` and dropped in the end, unless their process reports them again. Until the set is trusted again, a process
 * is granted starts only up to `untrustedLimit` of its own: all processes together not more than the share of one. The member `!` has the
 * time from which the set is trusted.
 *
 * KEYS[1] is the account; the key beside it, `:reserve`, has the time at which all slots that are reserved for calls were last free.
 * ARGV, in this order:
 *  1 prefix of this process; 2 window; 3 how long the set is not trusted; 4 how long a start may be overdue; 5 when to look again for one
 *    that is; 6 limit; 7 untrustedLimit; 8 slots wanted
 *  9 number of the first start that is wanted; if none is, of the first one that may have been granted without an answer, 0 for none
 *  10 the time that this process expects, 0 for any
 *  11 how many of the wanted are for background requests; 12 slots that these leave free now; 13 slots that are reserved for calls
 *  14 and on, in pairs: a start of this process, and for how long it still counts
 * Returns Redis's time, slots granted, slots in use now, when this process may ask again (0: at once), when the reserve was last free, and
 * when the first slots are free, at most one window away.
 */
export const windowScript = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local key, who = KEYS[1], ARGV[1]
local window, untrustedFor, overdue, retry, limit, untrustedLimit, wanted, firstNumber, expected,
  background, leaveFree, reserved =
  tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]),
  tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11]),
  tonumber(ARGV[12]), tonumber(ARGV[13])
if redis.call('TYPE', key).ok ~= 'zset' then redis.call('DEL', key) end
local trustedAt = tonumber(redis.call('ZSCORE', key, '!'))
local jumped = expected > 0 and math.abs(now - expected) > untrustedFor
local untrusted = jumped or trustedAt == nil
local function distrust(member, name, ends)
  redis.call('ZREM', key, member)
  redis.call('ZADD', key, ends, '?' .. name)
  untrusted = true
end
local unanswered = wanted == 0 and firstNumber > 0 and firstNumber or math.huge
local all = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
for at = 1, #all, 2 do
  local member, ends = all[at], tonumber(all[at + 1])
  local isSuspect = string.sub(member, 1, 1) == '?'
  local name = isSuspect and string.sub(member, 2) or member
  if member == '!' then
  elseif string.sub(name, 1, #who) == who then
    if isSuspect or (tonumber(string.sub(name, #who + 1)) or 0) < unanswered then redis.call('ZREM', key, member) end
  elseif ends > now + window then distrust(member, name, now + window)
  elseif isSuspect and ends <= now and not jumped then redis.call('ZREM', key, member)
  elseif ends <= (isSuspect and now or now - overdue) then distrust(member, name, now + untrustedFor)
  end
end
trustedAt = math.min(untrusted and math.huge or trustedAt, now + untrustedFor)
redis.call('ZADD', key, trustedAt, '!')
for at = 14, #ARGV, 2 do redis.call('ZADD', key, now + ARGV[at + 1], who .. ARGV[at]) end
local own = (#ARGV - 13) / 2
local free = limit - redis.call('ZCARD', key) + 1
local reserveKey = key .. ':reserve'
if redis.call('TYPE', reserveKey).ok ~= 'zset' then redis.call('DEL', reserveKey) end
local reserveLastFreeAt = tonumber(redis.call('ZSCORE', reserveKey, '!'))
if reserveLastFreeAt == nil or reserveLastFreeAt > now or free > reserved then
  reserveLastFreeAt = now
  redis.call('ZADD', reserveKey, now, '!')
  redis.call('PEXPIRE', reserveKey, 86400000)
end
-- What is longer ago makes no difference, and no number that cannot be read may get into the reply.
reserveLastFreeAt = math.max(reserveLastFreeAt, now - 2 * window)
local room = free - leaveFree
if trustedAt > now then free = math.min(free, untrustedLimit - own) end
local calls = math.max(0, math.min(wanted - background, free))
local granted = calls + math.max(0, math.min(background, room - calls, free - calls))
for number = firstNumber, firstNumber + granted - 1 do
  redis.call('ZADD', key, now + window, who .. string.format('%d', number))
end
redis.call('PEXPIRE', key, 86400000)
local closed = trustedAt > now and own + granted >= untrustedLimit
local reply = { now, granted, redis.call('ZCARD', key) - 1, closed and trustedAt or 0, reserveLastFreeAt }
local latest = trustedAt > now and trustedAt or now + window
local ends = redis.call('ZRANGE', key, 0, 999, 'WITHSCORES')
for at = 1, #ends, 2 do
  local when = tonumber(ends[at + 1])
  if when <= now then when = now + retry end
  if ends[at] ~= '!' then reply[#reply + 1] = math.min(when, latest) end
end
return reply
`;

/** The hash by which Redis runs a script that it has cached. */
export const windowScriptSha = createHash('sha1').update(windowScript).digest('hex');

/** The account's window in Redis is trusted again after this time at the latest, in milliseconds, and after one window. */
const maxUntrustedMs = 3000;
/** The longest time between two steps of a process that has starts, in milliseconds. */
const maxBeatMs = 1000;

/** The time between two steps of a process that has starts: several pass before the window is trusted again. Milliseconds. */
export const heartbeatMs = (windowMs: number): number => Math.min(maxBeatMs, Math.ceil(windowMs / 10));

/** One step of one process; times in milliseconds. */
export interface WindowStep {
  readonly windowMs: number;
  readonly limit: number;
  readonly wanted: number;
  /** Distinguishes this process's starts from all others. */
  readonly who: string;
  /** Granted starts are numbered from here; if none is wanted, the number from which the answer to another step is outstanding, or 0. */
  readonly firstNumber: number;
  /** How many starts this process may have while the window in Redis is not trusted; default 0. */
  readonly untrustedLimit?: number;
  /** How many of the wanted are for background requests; default 0. */
  readonly background?: number;
  /** Slots that these leave free now; default 0. */
  readonly leaveFree?: number;
  /** Slots that are reserved for calls; default 0. */
  readonly reserved?: number;
  /** Redis's time as this process expects it; default unknown. */
  readonly expected?: number;
  /** All starts of this process, and for how long they still count. */
  readonly starts?: readonly (readonly [number: number, leftMs: number])[];
}

/** After how long a slot is asked for again if it should be free but its process has not said so yet. Milliseconds. */
export const retryMs = (windowMs: number): number => Math.ceil(windowMs / 1000);

/** The step as arguments of the script. */
export function stepArguments(step: WindowStep): string[] {
  const { windowMs, limit, wanted, who, firstNumber, untrustedLimit = 0, expected = 0, starts = [] } = step;
  const { background = 0, leaveFree = 0, reserved = 0 } = step;
  const micros = (ms: number) => Math.ceil(ms * 1000);
  const untrustedMs = Math.min(maxUntrustedMs, windowMs);
  const times = [windowMs, untrustedMs, 2 * heartbeatMs(windowMs), retryMs(windowMs)].map(micros);
  const pairs = starts.flatMap(([number, leftMs]) => [number, micros(Math.min(leftMs, windowMs))]);
  const amounts = [
    limit,
    untrustedLimit,
    wanted,
    firstNumber,
    micros(expected),
    background,
    leaveFree,
    reserved,
  ];
  return [`${who}:`, ...times, ...amounts, ...pairs].map(String);
}

/** The window after a step; times in milliseconds. */
export interface WindowSnapshot {
  /** Redis's time. */
  readonly now: number;
  readonly granted: number;
  readonly used: number;
  /** In how many milliseconds this process may ask again; 0 while the window is trusted. */
  readonly closedMs: number;
  /** For how many milliseconds some of the slots that are reserved for calls have been in use. */
  readonly reserveInUseMs: number;
  /** In how many milliseconds the first slots are free, in order; of unanswered starts as if they were answered now. */
  readonly freeIn: readonly number[];
}

/**
 * Reads the script's reply to a step.
 *
 * @throws Error for anything that is not a reply of the script
 */
export function readSnapshot(reply: unknown, { wanted, windowMs }: WindowStep): WindowSnapshot {
  const numbers = Array.isArray(reply) ? reply.map(Number) : [];
  const [now, granted, used, closed, reserveLastFreeAt, ...ends] = numbers;
  if (now === undefined || granted === undefined || used === undefined || reserveLastFreeAt === undefined)
    throw new Error('Redis returned an unexpected reply');
  if (!numbers.every(Number.isSafeInteger) || granted < 0 || granted > wanted || used < granted)
    throw new Error('Redis returned an unexpected reply');
  const msUntil = (time: number) => Math.min(windowMs, Math.max(0, Math.ceil((time - now) / 1000)));
  return {
    now: now / 1000,
    granted,
    used,
    closedMs: msUntil(closed ?? 0),
    reserveInUseMs: (now - reserveLastFreeAt) / 1000,
    freeIn: ends.map(msUntil),
  };
}
