-- replica/lead: one of those who ask leads, until it does not ask again within its time.
-- KEYS: meta spare
-- ARGV: server prefix holder ttl
-- Reply: {leads}
-- ADMISSION: none
-- @include head

-- On a full server too: this needs no memory.
redis.call('DEL', spare)
local gate = prefix .. 'gate'
local leader, ends = unpack(redis.call('HMGET', gate, 'leader', 'leader_until'))
if leader and leader ~= holder and tonumber(ends) > now then return { '{"leads":false}' } end
redis.call('HSET', gate, 'leader', holder, 'leader_until', format('%d', now + ttl))
return { '{"leads":true}' }
