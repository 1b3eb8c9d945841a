-- sessions/open: creates the session, or refreshes it.
-- KEYS: meta session
-- ARGV: server idle
-- Reply: {}
-- @include head

redis.call('HSET', session, 'opened', 'yes')
redis.call('PEXPIRE', session, idle)
return { '{}' }
