-- leases/guard: whether this very grant is valid now.
-- KEYS: meta grant
-- ARGV: server fence
-- Reply: {valid: true, expiresAt} | {valid: false}
-- @include head
-- @include object

local held_fence, ends = unpack(redis.call('HMGET', grant, 'fence', 'ends'))
if held_fence ~= fence or tonumber(ends) <= now then return { '{"valid":false}' } end
return { object('valid', 'true', 'expiresAt', ends) }
