-- limits/release-permit: gives a permit back and wakes who waits for one.
-- KEYS: meta events session permits
-- ARGV: server prefix slot sequence hash open name permit_id
-- Reply: {status: released | gone}
-- MEMORY: none (works on a full server)
-- @include envelope
-- @include signal

local ends = redis.call('ZSCORE', permits, permit_id)
-- One that is over is cleared, with its event, by who wants its place.
if not ends or tonumber(ends) <= now then return finish('{"status":"gone"}') end
redis.call('ZREM', permits, permit_id)
event('permit-released', 'permit/' .. name .. '/' .. permit_id, nil, '{}')
ring('permit/' .. name)
return finish('{"status":"released"}')
