-- logs/read: a range of a log both ways, and its head.
-- KEYS: meta entries counts
-- ARGV: server log from to limit order
-- Reply: {sequence, count, firstSequence?}, then each entry as the JSON list of stream id, id, at (where it had waited: a list of at and since when), author, body
-- @include head
-- @include object
-- @include log-head

local found = { log_head() }
if limit == '0' then return found end
local page
if order == 'ascending' then
  page = redis.call('XRANGE', entries, from, to, 'COUNT', limit)
else
  page = redis.call('XREVRANGE', entries, to, from, 'COUNT', limit)
end
for index, entry in ipairs(page) do
  local fields = {}
  for at = 1, #entry[2], 2 do fields[entry[2][at]] = entry[2][at + 1] end
  local time = quote(fields.at or '')
  if fields.queued then time = '[' .. time .. ',' .. quote(fields.queued) .. ']' end
  -- One text an entry: eleven words cost the client three times as much. The body is put in as it lies there, after
  -- all else, quoted: the list has five parts, with the body as the last, if and only if the body is JSON by itself.
  found[index + 1] = '["' .. entry[1] .. '",' .. quote(fields.id or '') .. ',' .. time
    .. ',' .. quote(fields.author or '') .. ',' .. (fields.body or '{}') .. ']'
end
return found
