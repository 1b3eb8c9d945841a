-- Part: stands for head where a gate was set, for those who change nothing: they look whatever it says, as long as it is
-- the namespace they know. They carry how its name begins.

local known = redis.call('HMGET', meta, 'server', 'offset', 'clock', 'fence', 'event'
-- @meta
)
if string.sub(known[1] or '', 1, #server) ~= server then return { '{"refused":"other_server"}' } end
-- @include clock
