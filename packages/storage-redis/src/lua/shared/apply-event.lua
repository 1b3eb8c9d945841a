-- Part: the owner's own entry of the events log, under its number. Needs APPLY, events, last_event, signal.

local EVENTS_KEPT = '100000'

function APPLY.event(sequence, at, body, slot)
  if tonumber(sequence) <= last_event then return end
  last_event = tonumber(sequence)
  if slot == '' then
    redis.call('XADD', events, sequence .. '-0', 'at', at, 'body', body)
  else
    redis.call('XADD', events, sequence .. '-0', 'at', at, 'body', body, 'slot', slot)
  end
  if last_event % 100 == 0 then redis.call('XTRIM', events, 'MAXLEN', '~', EVENTS_KEPT) end
  ring('log/events')
end
