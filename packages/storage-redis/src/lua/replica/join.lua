-- replica/join: somebody is here for the next `ttl`, and may announce that he is about to take the namespace.
-- KEYS: meta spare
-- ARGV: server prefix run_id store_id host ttl announces (announces: yes, no, or empty)
-- Reply: the view of the gate
-- ADMISSION: none
-- @include head
-- @include object

local last_place = known[5]
-- @include gate-view

local MOST = 100
-- Needs no memory, and Redis lets a script go on writing after its first allowed write: who is here is told on a full server too.
redis.call('DEL', spare)
redis.call('ZADD', members, now_text, store_id)
redis.call('HSET', member_facts, store_id, number(now + ttl) .. ' ' .. host)
for _, old in ipairs(redis.call('ZRANGE', members, MOST, -1, 'REV')) do
  redis.call('ZREM', members, old)
  redis.call('HDEL', member_facts, old)
end

local function is_here(id)
  return tonumber(string.match(redis.call('HGET', member_facts, id) or '0', '^%d+')) > now
end

local gate = hash_of(gate_key)
local standing = announcement_of(gate)
if announces == 'no' and gate.announced_by == store_id then
  redis.call('HDEL', gate_key, 'announced_by')
elseif announces == 'yes' and standing ~= store_id and not (standing and is_here(standing)) then
  -- The first one stands, so that two who announce do not start each other's time anew; it goes with its author.
  redis.call('HSET', gate_key, 'announced_by', store_id, 'announced_at', now_text, 'announced_run', run_id)
end
return { gate_view() }
