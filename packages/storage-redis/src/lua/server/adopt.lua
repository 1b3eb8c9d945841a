-- server/adopt: makes the server at hand the one of this namespace, if nobody was faster.
-- KEYS: meta
-- ARGV: expected run_id birth epoch fence lock_delay
-- Reply: {server, adopted, fence} (server: run id, epoch and birth)
-- @include json
-- @include object

if number(9007199254740991) ~= '9007199254740991' then return redis.error_reply('ERR AgentCoord needs a 64-bit server') end
local stored, known_fence, longest, clock, offset =
  unpack(redis.call('HMGET', meta, 'server', 'fence', 'longest', 'clock', 'offset'))
if (stored or '') ~= expected then
  return { object('server', quote(stored or ''), 'adopted', 'false', 'fence', known_fence or '0') }
end

local stored_epoch, stored_birth = string.match(expected, '^[^/]*/(%d+)/(.*)$')
local next_epoch = number(math.max(tonumber(stored_epoch) or 0, tonumber(epoch)) + 1)
local server = run_id .. '/' .. next_epoch .. '/' .. (stored_birth or birth)
local highest = number(math.max(tonumber(known_fence) or 0, tonumber(fence)))
redis.call('HSET', meta, 'server', server, 'fence', highest)
-- Leases may have been forgotten: nothing is granted before the longest of them is over.
if lock_delay ~= '' then
  local time = redis.call('TIME')
  local micros = math.max(time[1] * 1000000 + time[2] + (tonumber(offset) or 0), tonumber(clock) or 0)
  local delay = math.max(tonumber(lock_delay), tonumber(longest) or 0)
  redis.call('HSET', meta, 'grants_from', number(math.floor(micros / 1000) + delay))
end
return { object('server', quote(server), 'adopted', 'true', 'fence', highest) }
