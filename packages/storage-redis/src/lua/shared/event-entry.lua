-- Part: an entry of the events log, written in the same step as the change. In a straight line. Needs event-counts, events.
-- TAKES: kind entity version fields

-- Without a version of its own an entity takes the number of the event: it grows, also when an id is used anew.
last_event = last_event + 1
-- As the id of an entry it means <event>-0.
last_place = format('%d', last_event)
-- One concatenation, so that Lua hashes one string; ids and names need no escapes.
redis.call('XADD', events, last_place, 'at', now_text, 'body', '{"type":"' .. $kind .. '","entity":"' .. $entity
  .. '","version":' .. ($version or last_place) .. ',"fields":' .. $fields .. '}')
if last_event % TRIM_EVERY == 0 then redis.call('XTRIM', events, 'MAXLEN', '~', EVENTS_KEPT) end
