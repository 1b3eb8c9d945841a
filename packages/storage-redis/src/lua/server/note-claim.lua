-- server/note-claim: claims of this length are about to be granted: so long may one be out when all else is forgotten.
-- KEYS: meta events spare
-- ARGV: server prefix lease
-- Reply: {}
-- @include open-end

if tonumber(lease) > tonumber(redis.call('HGET', meta, 'longest_claim') or 0) then
  redis.call('HSET', meta, 'longest_claim', lease)
end
return finish('{}')
