import { createHash } from 'node:crypto';

/** A script with the hash by which Redis runs it once it has it. */
export interface RedisScript {
  readonly text: string;
  readonly sha: string;
}

const script = (text: string): RedisScript => ({ text, sha: createHash('sha1').update(text).digest('hex') });

/**
 * What is of another type than ours is nobody's record: it goes, since every look and every change would fail on it for good. So does a state
 * whose numbers are none, or too large to be counted up; then all read everything again.
 */
const repair = `
for at, type in ipairs({ 'hash', 'zset', 'hash' }) do
  local found = redis.call('TYPE', KEYS[at]).ok
  if found ~= type and found ~= 'none' then redis.call('DEL', KEYS[at]) end
end
for _, counted in ipairs(redis.call('HMGET', KEYS[3], 'version', 'floor')) do
  if counted and (#counted > 15 or not string.match(counted, '^%d+$')) then redis.call('DEL', KEYS[3]) end
end
`;

/**
 * What has changed since a look. KEYS: the records by field, the fields by the version of their last change, and the state: `epoch`, which
 * is another one after Redis has forgotten everything, `version`, counted up by each change, and `floor`, before which changes are not known.
 * ARGV: epoch and version of the last look. Returns epoch, version, 1 if all records follow, and pairs of field and text; an empty text
 * stands for a removed record.
 */
export const newsScript: RedisScript = script(`${repair}
local state = redis.call('HMGET', KEYS[3], 'epoch', 'version', 'floor')
local version, floor, since = tonumber(state[2] or 0), tonumber(state[3] or 0), tonumber(ARGV[2])
local whole = state[1] ~= ARGV[1] or since < floor or since > version
local reply = { state[1] or '', tostring(version), whole and '1' or '0' }
if whole then
  for _, each in ipairs(redis.call('HGETALL', KEYS[1])) do reply[#reply + 1] = each end
else
  for _, field in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '(' .. ARGV[2], '+inf')) do
    reply[#reply + 1] = field
    reply[#reply + 1] = redis.call('HGET', KEYS[1], field) or ''
  end
end
return reply
`);

/**
 * Changes records in one step. KEYS as above. ARGV: an epoch for a Redis that has none, milliseconds after which everything is forgotten
 * if nothing changes any more, how many changes are remembered one by one, and for each change its field, text, and what must hold:
 * `any`, `kept` (somebody else has not removed it) or `same` (it has the text that follows). An empty text removes the record.
 */
export const commitScript: RedisScript = script(`${repair}
redis.call('HSETNX', KEYS[3], 'epoch', ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '(' .. (redis.call('HGET', KEYS[3], 'version') or '0'), '+inf')
local remembered = tonumber(ARGV[3])
for at = 4, #ARGV, 4 do
  local field, text, condition, expected = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
  local known = redis.call('HGET', KEYS[1], field)
  if condition == 'any' or (condition == 'kept' and known) or (condition == 'same' and known == expected) then
    if text == '' then redis.call('HDEL', KEYS[1], field) else redis.call('HSET', KEYS[1], field, text) end
    redis.call('ZADD', KEYS[2], redis.call('HINCRBY', KEYS[3], 'version', 1), field)
  end
end
local extra = redis.call('ZCARD', KEYS[2]) - remembered
if extra > 0 then
  local last = redis.call('ZRANGE', KEYS[2], extra - 1, extra - 1, 'WITHSCORES')
  redis.call('HSET', KEYS[3], 'floor', last[2])
  redis.call('ZREMRANGEBYRANK', KEYS[2], 0, extra - 1)
end
for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, ARGV[2]) end
return 1
`);

/** Takes a name for a time. KEYS: the name. ARGV: who takes it, milliseconds. Returns 1 for the first one, else 0. */
export const claimScript: RedisScript = script(`
return redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) and 1 or 0
`);

/** Gives a name back. KEYS: the name. ARGV: who has taken it; nobody else's is given back. */
export const releaseScript: RedisScript = script(`
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
`);
