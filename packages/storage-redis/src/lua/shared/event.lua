-- Part: the events log, written in the same step as the change. Needs head, events.

local EVENTS_KEPT, TRIM_EVERY = '100000', 100
local first_event = (known[5] or 0) + 0
local last_event, last_place = first_event, known[5]

-- Without a version of its own an entity takes the number of the event: it grows, also when an id is used anew.
-- fields: as JSON; with `more`, both without the last brace, so that what others need too is not put together twice.
local function event(kind, entity, version, fields, more)
  last_event = last_event + 1
  -- As the id of an entry it means <event>-0.
  last_place = format('%d', last_event)
  -- One concatenation, so that Lua hashes one string; ids and names need no escapes.
  redis.call('XADD', events, last_place, 'at', now_text, 'body', '{"type":"' .. kind .. '","entity":"' .. entity
    .. '","version":' .. (version or last_place) .. ',"fields":' .. fields .. (more or '') .. (more and '}}' or '}'))
  if last_event % TRIM_EVERY == 0 then redis.call('XTRIM', events, 'MAXLEN', '~', EVENTS_KEPT) end
end
