-- Part: sets an entry of a log, or what is archived of it. A log is of a later moment than its entries: it counts no entry
-- that was not told of, so that a copy that is taken over goes on without a gap. Needs APPLY, object, signal, prefix.

-- The log has come at least this far.
local function reach(log, sequence, tampered)
  local counts = prefix .. 'log-counts:' .. log
  local known_sequence, known_count = unpack(redis.call('HMGET', counts, 'sequence', 'count'))
  local grown = sequence - (known_sequence or 0)
  if not known_sequence then grown = sequence + tampered end
  if known_sequence and grown <= 0 then return end
  redis.call('HSET', counts, 'sequence', number(sequence), 'count', number((known_count or 0) + grown))
  redis.call('SADD', prefix .. 'logs', log)
end

function APPLY.log(log, sequence, count, first)
  local entries, ids, archived = prefix .. 'log:' .. log, prefix .. 'log-ids:' .. log, tonumber(sequence)
  if first ~= '' then archived = first - 1 end
  for _, entry in ipairs(redis.call('XRANGE', entries, '-', number(archived))) do
    redis.call('HDEL', ids, entry[2][2])
    redis.call('XDEL', entries, entry[1])
  end
  reach(log, archived, count - sequence)
  ring('log/' .. log)
end

local function add_entry(log, sequence, id, at, author, body, queued)
  local fields = { 'id', id, 'at', at, 'author', author, 'body', body }
  if queued ~= '' then fields[9], fields[10] = 'queued', queued end
  redis.call('XADD', prefix .. 'log:' .. log, sequence .. '-0', unpack(fields))
  redis.call('HSET', prefix .. 'log-ids:' .. log, id, object('sequence', sequence, 'at', at))
end

APPLY['log-entry'] = function(log, sequence, id, at, author, body, queued)
  local entries, place = prefix .. 'log:' .. log, sequence .. '-0'
  local last = redis.call('XREVRANGE', entries, '+', '-', 'COUNT', 1)[1]
  if not last or tonumber(string.match(last[1], '^%d+')) < tonumber(sequence) then
    add_entry(log, sequence, id, at, author, body, queued)
  elseif #redis.call('XRANGE', entries, place, place) == 0 then
    -- A stream takes nothing in its middle, so it is made anew. Only pages of a snapshot may need that.
    local before, behind = redis.call('XRANGE', entries, '-', place), redis.call('XRANGE', entries, place, '+')
    redis.call('DEL', entries)
    for _, entry in ipairs(before) do redis.call('XADD', entries, entry[1], unpack(entry[2])) end
    add_entry(log, sequence, id, at, author, body, queued)
    for _, entry in ipairs(behind) do redis.call('XADD', entries, entry[1], unpack(entry[2])) end
  end
  reach(log, tonumber(sequence), 0)
  ring('log/' .. log)
end
