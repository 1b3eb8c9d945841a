-- Part: where a log stands. Needs head, entries, counts, log. The events log is counted in meta.

local function log_head()
  local newest, count = unpack(redis.call('HMGET', counts, 'sequence', 'count'))
  if log == 'events' then newest, count = known[5], known[5] end
  local oldest = redis.call('XRANGE', entries, '-', '+', 'COUNT', 1)[1]
  return object(
    'sequence', newest or '0',
    'count', count or '0',
    'firstSequence', oldest and string.match(oldest[1], '^%d+'))
end
