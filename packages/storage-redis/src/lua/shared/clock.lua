-- Part: what time is it? Needs `known`. Gives now, now_text, micros, micros_text, and what event, fence and save count on.

local format = string.format
local time = redis.call('TIME')
-- Arithmetic reads a text once; tonumber reads it twice.
local offset, last_clock = (known[2] or 0) + 0, (known[3] or 0) + 0
local micros = time[1] * 1000000 + time[2] + offset
-- The server's clock was set back: from here on ours runs ahead of it by the difference.
if micros < last_clock then
  offset, micros = offset + last_clock - micros, last_clock
end
local micros_text = format('%d', micros)
local now_text = string.sub(micros_text, 1, -4)
local now = now_text + 0
-- Where the script gives one out: of fences, and of tasks.
local last_fence, last_sequence
