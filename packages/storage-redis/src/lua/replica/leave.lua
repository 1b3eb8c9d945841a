-- replica/leave: somebody is here no more, and announces nothing.
-- KEYS: meta
-- ARGV: server prefix store_id
-- Reply: {}
-- ADMISSION: none
-- @include head

redis.call('ZREM', prefix .. 'members', store_id)
redis.call('HDEL', prefix .. 'member-facts', store_id)
if redis.call('HGET', prefix .. 'gate', 'announced_by') == store_id then redis.call('HDEL', prefix .. 'gate', 'announced_by') end
return { '{}' }
