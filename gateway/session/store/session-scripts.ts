/**
 * What Redis does for sessions, in Lua: each text is one round trip in which nobody else writes. A session is one hash, and
 * all that is written to it goes through `lives`. Sorted sets find the sessions of a person and of a session at the
 * provider, by the time at which each dies if it is not used.
 *
 * KEYS[1] is the session's hash, or the sorted set that is listed; ARGV begins with the prefix of all keys, the session's
 * key and the present time.
 */

/** Redis refuses writes for lack of memory until a script has changed something; see `COMMIT_REFRESH_SCRIPT`. */
const COMMON_PARTS = `
local prefix, id, now = ARGV[1], ARGV[2], tonumber(ARGV[3])
local record = KEYS[1]

local function whole(number) return string.format('%.0f', number) end

local function recordOf(key) return prefix .. 'session:{' .. key .. '}' end

local function indexes(of)
  local owners = redis.call('HMGET', of, 'person', 'providerSession')
  local found = {}
  if owners[1] then found[#found + 1] = prefix .. 'person:{' .. owners[1] .. '}' end
  if owners[2] then found[#found + 1] = prefix .. 'provider-session:{' .. owners[2] .. '}' end
  return found
end

local function forget(key)
  for _, index in ipairs(indexes(recordOf(key))) do redis.call('ZREM', index, key) end
  return redis.call('DEL', recordOf(key))
end

local function lives()
  local idleAt = redis.call('HGET', record, 'idleAt')
  if not idleAt then return false end
  if now < tonumber(idleAt) then return true end
  forget(id)
  return false
end

local function keepUntil(idleAt)
  local left = math.max(1, idleAt - now)
  redis.call('PEXPIRE', record, whole(left))
  for _, index in ipairs(indexes(record)) do
    redis.call('ZREMRANGEBYSCORE', index, '-inf', ARGV[3])
    redis.call('ZADD', index, whole(idleAt), id)
    if redis.call('PTTL', index) < left then redis.call('PEXPIRE', index, whole(left)) end
  end
end
`;

/** ARGV[4] idleMs, [5] absoluteMs, [6] how many a person may have, [7…] fields and their values. 1, or 0 when there is such a session. */
export const CREATE_SCRIPT = `${COMMON_PARTS}
if redis.call('EXISTS', record) == 1 then return 0 end
local absoluteAt = now + tonumber(ARGV[5])
local idleAt = math.min(now + tonumber(ARGV[4]), absoluteAt)
redis.call('HSET', record, 'createdAt', ARGV[3], 'seenAt', ARGV[3], 'idleMs', ARGV[4],
  'idleAt', whole(idleAt), 'absoluteAt', whole(absoluteAt), 'version', '1', unpack(ARGV, 7, #ARGV - 1))
keepUntil(idleAt)
local ofPerson = indexes(record)[1]
local surplus = redis.call('ZCARD', ofPerson) - tonumber(ARGV[6])
if surplus > 0 then
  for _, key in ipairs(redis.call('ZRANGE', ofPerson, 0, surplus - 1)) do forget(key) end
end
return 1
`;

/**
 * ARGV[4] slide (1 or 0), [5] the step of sliding. Gives identity, tokens, version, createdAt, idleAt, absoluteAt. When
 * Redis takes no writes the session is read without sliding; a replica is no place to read from, so its refusal counts.
 */
export const READ_SCRIPT = `${COMMON_PARTS}
if not lives() then return false end
local found = redis.call('HMGET', record, 'identity', 'tokens', 'version', 'createdAt', 'idleAt', 'absoluteAt')
if ARGV[4] == '0' then return found end
local times = redis.call('HMGET', record, 'seenAt', 'idleMs')
local idleMs = tonumber(times[2])
if now - tonumber(times[1]) < math.min(tonumber(ARGV[5]), idleMs / 4) then return found end
local idleAt = math.min(now + idleMs, tonumber(found[6]))
local written = redis.pcall('HSET', record, 'seenAt', ARGV[3], 'idleAt', whole(idleAt))
if type(written) == 'table' and written.err then
  if string.find(written.err, 'READONLY', 1, true) then redis.call('HSET', record, 'seenAt', ARGV[3]) end
  return found
end
keepUntil(idleAt)
found[5] = whole(idleAt)
return found
`;

/** ARGV[4] field, [5] value, [6] how many such fields there may be. 1, 0 when the session has ended, -1 for too many. */
export const WRITE_VALUE_SCRIPT = `${COMMON_PARTS}
if not lives() then return 0 end
if redis.call('HEXISTS', record, ARGV[4]) == 0 then
  if tonumber(redis.call('HGET', record, 'values') or '0') >= tonumber(ARGV[6]) then return -1 end
  redis.call('HINCRBY', record, 'values', 1)
end
redis.call('HSET', record, ARGV[4], ARGV[5])
return 1
`;

/** ARGV[4] what the names of values begin with. Names and values in turn. */
export const READ_VALUES_SCRIPT = `${COMMON_PARTS}
if not lives() then return false end
local all, found = redis.call('HGETALL', record), {}
for place = 1, #all, 2 do
  if string.sub(all[place], 1, #ARGV[4]) == ARGV[4] then
    found[#found + 1] = string.sub(all[place], #ARGV[4] + 1)
    found[#found + 1] = all[place + 1]
  end
end
return found
`;

/** ARGV[4] field. */
export const READ_FIELD_SCRIPT = `${COMMON_PARTS}
if not lives() then return false end
return redis.call('HGET', record, ARGV[4])
`;

/** ARGV[4] field, [5] value. 1, or 0 when the session has ended. */
export const WRITE_FIELD_SCRIPT = `${COMMON_PARTS}
if not lives() then return 0 end
redis.call('HSET', record, ARGV[4], ARGV[5])
return 1
`;

/** ARGV[4] owner, [5] version, [6] leaseMs, [7] whether to take over (1 or 0). */
export const BEGIN_REFRESH_SCRIPT = `${COMMON_PARTS}
if not lives() then return { 'ended' } end
local found = redis.call('HMGET', record, 'version', 'tokens', 'leaseOwner', 'leaseUntil')
if found[1] ~= ARGV[5] then return { 'done', found[2], found[1] } end
if found[3] and found[3] ~= ARGV[4] then
  local hasRunOut = now >= tonumber(found[4])
  if not hasRunOut or ARGV[7] == '0' then return { 'wait' } end
end
redis.call('HSET', record, 'leaseOwner', ARGV[4], 'leaseUntil', whole(now + tonumber(ARGV[6])))
return { 'yours' }
`;

/**
 * ARGV[4] owner, [5] version, [6] tokens. 1, or 0. The lease is given back first: after that Redis takes the new tokens
 * even when its memory is full, and they are the only ones that the provider still knows.
 */
export const COMMIT_REFRESH_SCRIPT = `${COMMON_PARTS}
if not lives() then return 0 end
local found = redis.call('HMGET', record, 'version', 'leaseOwner')
if found[1] ~= ARGV[5] or found[2] ~= ARGV[4] then return 0 end
redis.call('HDEL', record, 'leaseOwner', 'leaseUntil')
redis.call('HSET', record, 'tokens', ARGV[6], 'version', whole(tonumber(ARGV[5]) + 1))
return 1
`;

/** ARGV[4] owner. */
export const ABANDON_REFRESH_SCRIPT = `${COMMON_PARTS}
if redis.call('HGET', record, 'leaseOwner') ~= ARGV[4] then return 0 end
return redis.call('HDEL', record, 'leaseOwner', 'leaseUntil')
`;

export const END_SCRIPT = `${COMMON_PARTS}
return forget(id)
`;

/** For each session: its key, label, createdAt, seenAt, absoluteAt. */
export const LIST_SCRIPT = `${COMMON_PARTS}
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[3])
local found = {}
for _, key in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  local each = redis.call('HMGET', recordOf(key),
    'label', 'createdAt', 'seenAt', 'absoluteAt', 'idleAt')
  if each[5] and now < tonumber(each[5]) then
    found[#found + 1] = { key, each[1], each[2], each[3], each[4] }
  else
    redis.call('ZREM', KEYS[1], key)
  end
end
return found
`;
