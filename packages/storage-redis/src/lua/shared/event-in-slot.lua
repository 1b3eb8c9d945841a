-- Part: stands for event where a gate was set: the entry names the slot of its call as well, so that a follower is told
-- the reply. Needs head, events, session, slot, prefix.

local EVENTS_KEPT, TRIM_EVERY = '100000', 100
local first_event = (known[5] or 0) + 0
local last_event, last_place = first_event, known[5]
-- The key of a session is the prefix, `session:` and its id.
local session_id = string.sub(session, #prefix + 9)

local function event(kind, entity, version, fields, more)
  last_event = last_event + 1
  last_place = format('%d', last_event)
  redis.call('XADD', events, last_place, 'at', now_text, 'body', '{"type":"' .. kind .. '","entity":"' .. entity
    .. '","version":' .. (version or last_place) .. ',"fields":' .. fields .. (more or '') .. (more and '}}' or '}'),
    'slot', slot .. ' ' .. session_id)
  if last_event % TRIM_EVERY == 0 then redis.call('XTRIM', events, 'MAXLEN', '~', EVENTS_KEPT) end
end
