-- server/now: the storage's clock.
-- KEYS: meta
-- ARGV: server
-- Reply: {now}
-- @include head

return { object('now', number(now)) }
