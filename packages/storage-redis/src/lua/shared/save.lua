-- Part: writes once what head, event and fence counted. Needs event, fence, signal, meta.

local function save()
  if last_event == first_event and last_fence == first_fence then return end
  local clock = number(micros)
  redis.call('HSET', meta, 'clock', clock, 'event', last_place or number(last_event),
    'fence', last_fence == micros and clock or number(last_fence))
  if offset ~= 0 then redis.call('HSET', meta, 'offset', number(offset)) end
  if last_event ~= first_event then ring('log/events') end
end
