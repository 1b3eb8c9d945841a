-- leases/guard: whether this very grant is valid now.
-- KEYS: meta grant
-- ARGV: server fence
-- Reply: {valid: true, expiresAt} | {valid: false}
-- @include head

local life = redis.call('HGET', grant, 'life')
local held_fence, ends = string.match(life or '', '^(%d+) (%d+) ')
if held_fence ~= fence or tonumber(ends) <= now then return { '{"valid":false}' } end
return { '{"valid":true,"expiresAt":' .. ends .. '}' }
