-- limits/renew-permit: moves the expiry of a valid permit to now + ttl; never brings one back.
-- KEYS: meta events spare permits
-- ARGV: server prefix name permit_id ttl
-- Reply: {status: renewed, expiresAt} | {status: lost}
-- @include open-end
-- @include object

local ends = redis.call('ZSCORE', permits, permit_id)
if not ends or tonumber(ends) <= now then return finish('{"status":"lost"}') end
local expires_at = number(now + ttl)
redis.call('ZADD', permits, 'XX', expires_at, permit_id)
event('permit-renewed', 'permit/' .. name .. '/' .. permit_id, nil, object('expiresAt', expires_at))
return finish(object('status', '"renewed"', 'expiresAt', expires_at))
