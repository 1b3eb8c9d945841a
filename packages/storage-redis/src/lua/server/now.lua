-- server/now: the storage's clock.
-- KEYS: meta
-- ARGV: server
-- Reply: {now}
-- @include head
-- @include object

return { object('now', number(now)) }
