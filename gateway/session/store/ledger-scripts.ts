/** What Redis does for the ledger, in Lua. Each text is one round trip. */

/** ARGV[1] ttlMs. 1 for the first. */
export const CLAIM_SCRIPT = `
return redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[1]) and 1 or 0
`;

/**
 * A stream, whose ids are the cursors: they grow even when clocks do not. ARGV[1] target, [2] at, [3] ttlMs. The oldest
 * that have run out go first; the stream itself goes when nothing was added for the longest of all lives.
 */
export const REVOKE_SCRIPT = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local ttlMs = tonumber(ARGV[3])
redis.call('XADD', KEYS[1], '*', 'target', ARGV[1], 'at', ARGV[2], 'until', string.format('%.0f', now + ttlMs))
if redis.call('PTTL', KEYS[1]) < ttlMs then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
for _, entry in ipairs(redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 100)) do
  if tonumber(entry[2][6]) > now then return 1 end
  redis.call('XDEL', KEYS[1], entry[1])
end
return 1
`;

/** ARGV[1] cursor, empty for the beginning, [2] count. The next cursor, then target and time of each. */
export const REVOKED_SINCE_SCRIPT = `
local from = ARGV[1] == '' and '-' or '(' .. ARGV[1]
local cursor, found = ARGV[1], {}
for _, entry in ipairs(redis.call('XRANGE', KEYS[1], from, '+', 'COUNT', ARGV[2])) do
  cursor = entry[1]
  found[#found + 1] = { entry[2][2], entry[2][4] }
end
return { cursor, found }
`;

/** KEYS: when each is due, and what it is. ARGV[1] id, [2] sealed, [3] notBefore, [4] ttlMs of all. */
export const ADD_PENDING_SCRIPT = `
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return redis.call('PEXPIRE', KEYS[2], ARGV[4])
`;

/** ARGV[1] now, [2] when they come again, [3] count. */
export const TAKE_PENDING_SCRIPT = `
local found = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])) do
  local sealed = redis.call('HGET', KEYS[2], id)
  if sealed then
    redis.call('ZADD', KEYS[1], ARGV[2], id)
    found[#found + 1] = { id, sealed }
  else
    redis.call('ZREM', KEYS[1], id)
  end
end
return found
`;

/** ARGV[1] id. */
export const REMOVE_PENDING_SCRIPT = `
redis.call('ZREM', KEYS[1], ARGV[1])
return redis.call('HDEL', KEYS[2], ARGV[1])
`;
