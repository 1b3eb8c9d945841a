-- Part: writes what head, event, fence and push counted. In a straight line, at the end of the script. Needs event,
-- prefix, meta.

if last_event ~= first_event or last_fence ~= first_fence then
  local fence_text = last_fence == micros and micros_text or format('%d', last_fence)
  if last_sequence then
    redis.call('HSET', meta, 'clock', micros_text, 'event', last_place, 'fence', fence_text, 'sequence', last_sequence)
  else
    redis.call('HSET', meta, 'clock', micros_text, 'event', last_place or '0', 'fence', fence_text)
  end
  if offset ~= 0 then redis.call('HSET', meta, 'offset', format('%d', offset)) end
  if last_event ~= first_event then redis.call('PUBLISH', prefix .. 'signal:log/events', '') end
end
