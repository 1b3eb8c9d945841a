-- Part: is this the server the caller knows, and what time is it? Needs meta, server. Gives `known` and what clock gives.
-- What else of meta the header names stands in known[6] and on.

local known = redis.call('HMGET', meta, 'server', 'offset', 'clock', 'fence', 'event'
-- @meta
)
if known[1] ~= server then return { '{"refused":"other_server"}' } end
-- @include clock
