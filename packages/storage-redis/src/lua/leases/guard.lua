-- leases/guard: whether this very grant is valid now.
-- KEYS: meta grant
-- ARGV: server fence
-- Reply: {valid: true, expiresAt} | {valid: false}
-- @include head

local held_fence, ends = string.match(redis.call('GETRANGE', grant, 0, 79), '^(%d+) (%d+) ')
if held_fence ~= fence or ends <= now_text then return { '{"valid":false}' } end
return { '{"valid":true,"expiresAt":' .. ends .. '}' }
