-- sessions/open: creates the session, or refreshes it.
-- KEYS: meta session
-- ARGV: server idle
-- Reply: {}
-- @include head

redis.call('HSET', session, 'opened', now_text)
redis.call('PEXPIRE', session, idle)
return { '{}' }
