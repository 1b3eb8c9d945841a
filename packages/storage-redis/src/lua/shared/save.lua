-- Part: writes what head, event, fence and push counted. In a straight line, at the end of the script. Needs event,
-- prefix, meta.

if last_event ~= first_event or last_fence then
  if last_sequence then
    redis.call('HSET', meta, 'clock', micros_text, 'event', last_place, 'sequence', last_sequence)
  elseif last_fence then
    redis.call('HSET', meta, 'clock', micros_text, 'event', last_place or '0',
      'fence', last_fence == micros and micros_text or format('%d', last_fence))
  else
    redis.call('HSET', meta, 'clock', micros_text, 'event', last_place)
  end
  if offset ~= 0 then redis.call('HSET', meta, 'offset', format('%d', offset)) end
  if last_event ~= first_event then redis.call('PUBLISH', prefix .. 'signal:log/events', '') end
end
