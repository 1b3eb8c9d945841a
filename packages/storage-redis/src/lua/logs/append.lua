-- logs/append: appends an entry once for its id.
-- KEYS: meta events session entries counts ids
-- ARGV: server prefix slot sequence hash open log id author queued body
-- Reply: {sequence, at}
-- @include envelope
-- @include signal
-- @include object

local first = redis.call('HGET', ids, id)
if first then return finish(first) end

local place = number(redis.call('HINCRBY', counts, 'sequence', 1))
redis.call('HINCRBY', counts, 'count', 1)
-- So that a snapshot finds all there are.
if place == '1' then redis.call('SADD', prefix .. 'logs', log) end
local fields = { 'id', id, 'at', number(now), 'author', author, 'body', body }
-- It had to wait for an owner: since when, by its author's clock.
if queued ~= '' then fields[9], fields[10] = 'queued', queued end
redis.call('XADD', entries, place .. '-0', unpack(fields))
local reply = object('sequence', place, 'at', number(now))
redis.call('HSET', ids, id, reply)
-- Without the body: who follows the log reads it there.
event('log-appended', 'log/' .. log, nil, object(
  'sequence', place, 'id', quote(id), 'at', number(now), 'author', author ~= '' and quote(author)))
ring('log/' .. log)
return finish(reply)
