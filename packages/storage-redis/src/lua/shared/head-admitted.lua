-- Part: stands for head where a gate was set: does it admit the caller? The name he carries ends in the epoch he believes
-- in, and the name that is stored in the one that is admitted.

local known = redis.call('HMGET', meta, 'server', 'offset', 'clock', 'fence', 'event'
-- @meta
, 'admits_until')
if known[1] ~= server then return { '{"refused":"other_server"}' } end
-- @include clock
local admits_until = known[#known]
if admits_until and now >= tonumber(admits_until) then
  return { '{"refused":"until","admits":' .. string.match(server, '%d+$') .. '}' }
end
