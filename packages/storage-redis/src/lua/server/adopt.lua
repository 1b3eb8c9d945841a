-- server/adopt: makes the server at hand the one of this namespace, if nobody was faster; or tells it what it lacks.
-- KEYS: meta
-- ARGV: expected schema run_id birth epoch fence lock_delay everybody
-- Reply: {server, adopted, fence} (server: run id, epoch and birth)
-- @include json
-- @include object

if number(9007199254740991) ~= '9007199254740991' then return redis.error_reply('ERR AgentCoord needs a 64-bit server') end
local stored, known_fence, longest, clock, offset, grants_from =
  unpack(redis.call('HMGET', meta, 'server', 'fence', 'longest', 'clock', 'offset', 'grants_from'))
if (stored or '') ~= expected then
  return { object('server', quote(stored or ''), 'adopted', 'false', 'fence', known_fence or '0') }
end

local stored_run, stored_epoch, stored_birth = string.match(expected, '^([^/]*)/(%d+)/(.*)$')
local server = expected
-- Once for each life of a server; whoever comes later and knows more adds what he knows, under the same name. But where
-- a newcomer adopted it, for whom it was new, the epoch does not show yet that something was forgotten.
if stored_run ~= run_id or tonumber(stored_epoch) <= tonumber(epoch) then
  local next_epoch = number(math.max(tonumber(stored_epoch) or 0, tonumber(epoch)) + 1)
  server = run_id .. '/' .. next_epoch .. '/' .. (stored_birth or birth)
end
local highest = number(math.max(tonumber(known_fence) or 0, tonumber(fence)))
redis.call('HSETNX', meta, 'schema', schema)
redis.call('HSET', meta, 'server', server, 'fence', highest)
-- Leases may have been forgotten: nothing is granted before the caller's, or the longest of everybody, are over.
if lock_delay ~= '' then
  local time = redis.call('TIME')
  local micros = math.max(time[1] * 1000000 + time[2] + (tonumber(offset) or 0), tonumber(clock) or 0)
  local delay = math.max(tonumber(lock_delay), everybody == 'everybody' and tonumber(longest) or 0)
  local from = math.max(math.floor(micros / 1000) + delay, tonumber(grants_from) or 0)
  redis.call('HSET', meta, 'grants_from', number(from), 'calm', '0')
end
return { object('server', quote(server), 'adopted', 'true', 'fence', highest) }
