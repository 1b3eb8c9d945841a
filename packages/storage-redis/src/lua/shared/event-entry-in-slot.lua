-- Part: stands for event-entry where a gate was set: it names the slot of its call as well, so that a follower is told
-- the reply. Needs event-counts, events, session, slot, prefix.
-- TAKES: kind entity version fields

last_event = last_event + 1
last_place = format('%d', last_event)
-- The key of a session is the prefix, `session:` and its id.
local session_id = string.sub(session, #prefix + 9)
redis.call('XADD', events, last_place, 'at', now_text, 'body', '{"type":"' .. $kind .. '","entity":"' .. $entity
  .. '","version":' .. ($version or last_place) .. ',"fields":' .. $fields .. '}',
  'slot', slot .. ' ' .. session_id)
if last_event % TRIM_EVERY == 0 then redis.call('XTRIM', events, 'MAXLEN', '~', EVENTS_KEPT) end
