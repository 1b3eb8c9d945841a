-- Part: is this the server the caller knows, and what time is it? Needs meta, server. Gives now, now_text, micros.
-- @include json

local known = redis.call('HMGET', meta, 'server', 'offset', 'clock', 'fence', 'event')
if known[1] ~= server then return { '{"refused":"other_server"}' } end

local time = redis.call('TIME')
local offset, last_clock = tonumber(known[2]) or 0, tonumber(known[3]) or 0
local micros = time[1] * 1000000 + time[2] + offset
-- The server's clock was set back: from here on ours runs ahead of it by the difference.
if micros < last_clock then
  offset, micros = offset + last_clock - micros, last_clock
end
local now = math.floor(micros / 1000)
local now_text = number(now)
