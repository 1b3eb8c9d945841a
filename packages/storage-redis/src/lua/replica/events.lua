-- replica/events: the events after a number, no more than a batch can hold.
-- KEYS: meta events
-- ARGV: server prefix after limit most_bytes
-- Reply: where the copy stands, then each event as the list of stream id, at, body, slot (empty where it has none)
-- ADMISSION: none
-- @include head
-- @include object
-- @include copy-head

local AT_ONCE = 100
local found, left, bytes = { copy_head() }, tonumber(limit), 0
while left > 0 do
  local page = redis.call('XRANGE', events, '(' .. after .. '-0', '+', 'COUNT', math.min(left, AT_ONCE))
  for _, entry in ipairs(page) do
    if bytes > tonumber(most_bytes) then return found end
    local fields = {}
    for at = 1, #entry[2], 2 do fields[entry[2][at]] = entry[2][at + 1] end
    found[#found + 1] = { entry[1], fields.at, fields.body, fields.slot or '' }
    bytes, after = bytes + #fields.body, string.match(entry[1], '^%d+')
  end
  if #page < AT_ONCE then return found end
  left = left - #page
end
return found
