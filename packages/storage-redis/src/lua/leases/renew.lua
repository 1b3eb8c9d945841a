-- leases/renew: moves the expiry of a valid grant to now + ttl; never brings one back.
-- KEYS: meta events spare grant grant_ends
-- ARGV: server prefix grant_id fence ttl
-- Reply: {status: renewed, expiresAt} | {status: lost}
-- @include open-end
-- @include object

local held_fence, ends = unpack(redis.call('HMGET', grant, 'fence', 'ends'))
if held_fence ~= fence or tonumber(ends) <= now then return finish('{"status":"lost"}') end

local expires_at = number(now + ttl)
redis.call('HSET', grant, 'ends', expires_at, 'ttl', ttl)
redis.call('ZADD', grant_ends, 'XX', expires_at, grant_id)
local longest = tonumber(redis.call('HGET', meta, 'longest') or 0)
if tonumber(ttl) > longest then redis.call('HSET', meta, 'longest', ttl) end
event('lease-renewed', 'lease/' .. grant_id, nil, object('expiresAt', expires_at, 'ttlMs', ttl))
return finish(object('status', '"renewed"', 'expiresAt', expires_at))
