-- records/get: records by id.
-- KEYS: meta records...
-- ARGV: server
-- Reply: {}, then the hash of each record (empty where there is none)
-- @include head

local found = { '{}' }
for index = records, #KEYS do found[#found + 1] = redis.call('HGETALL', KEYS[index]) end
return found
