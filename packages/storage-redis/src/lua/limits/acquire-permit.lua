-- limits/acquire-permit: one of `max` permits of a name, if one is free.
-- KEYS: meta events session permits
-- ARGV: server prefix slot sequence hash open name permit_id holder max ttl
-- Reply: {status: granted, expiresAt} | {status: busy, inUse, nextDueAt?}
-- @include envelope
-- @include object

local expires_at = number(now + ttl)
for _, id in ipairs(redis.call('ZRANGEBYSCORE', permits, '-inf', now_text)) do
  redis.call('ZREM', permits, id)
  event('permit-released', 'permit/' .. name .. '/' .. id, nil, '{"expiresAt":null,"reason":"expired"}')
end
local held = redis.call('ZSCORE', permits, permit_id)
local in_use = redis.call('ZCARD', permits)
if not held and in_use >= tonumber(max) then
  local first = redis.call('ZRANGE', permits, 0, 0, 'WITHSCORES')[2]
  return finish(object('status', '"busy"', 'inUse', number(in_use), 'nextDueAt', first and number(first)))
end
redis.call('ZADD', permits, expires_at, permit_id)
-- So that a snapshot finds all there are.
if in_use == 0 then redis.call('SADD', prefix .. 'permit-names', name) end
event(held and 'permit-renewed' or 'permit-acquired', 'permit/' .. name .. '/' .. permit_id, nil,
  object('holder', quote(holder), 'expiresAt', expires_at))
return finish(object('status', '"granted"', 'expiresAt', expires_at))
