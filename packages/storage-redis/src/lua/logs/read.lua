-- logs/read: a range of a log both ways, and its head.
-- KEYS: meta entries counts
-- ARGV: server log from to limit order
-- Reply: {sequence, count, firstSequence?}, then each entry as its stream id and fields
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
for _, entry in ipairs(page) do found[#found + 1] = entry end
return found
