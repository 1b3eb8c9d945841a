-- Part: the events log, written in the same step as the change. Needs head, signal, events.

local EVENTS_KEPT = 100000
local first_event = tonumber(known[5]) or 0
local last_event = first_event

-- Without a version of its own an entity takes the number of the event: it grows, also when an id is used anew.
local function event(kind, entity, version, fields)
  last_event = last_event + 1
  local body = object(
    'type', quote(kind),
    'entity', quote(entity),
    'version', number(version or last_event),
    'fields', fields)
  redis.call('XADD', events, 'MAXLEN', '~', EVENTS_KEPT, number(last_event) .. '-0', 'at', number(now), 'body', body)
end
