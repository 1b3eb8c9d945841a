-- records/list: records by id that have all the labels, from an id on; looks at no more than `batch` in one call.
-- KEYS: meta indexes...
-- ARGV: server prefix collection order limit after batch
-- Reply: {ids, after?} (the id to go on from), then the hash of each record
-- @include head
-- @include object

-- The smallest of the indexes is walked, the others are asked.
local smallest, size = nil, nil
for index = indexes, #KEYS do
  local count = redis.call('ZCARD', KEYS[index])
  if not size or count < size then smallest, size = index, count end
end

local up = order == 'ascending'
local command = up and 'ZRANGEBYLEX' or 'ZREVRANGEBYLEX'
local from = after ~= '' and '(' .. after or (up and '-' or '+')
local page = redis.call(command, KEYS[smallest], from, up and '+' or '-', 'LIMIT', 0, batch + 1)

local ids, found = {}, {}
local function more(last)
  return { object('ids', list(ids), 'after', last and quote(last)), unpack(found) }
end
local last
for position, id in ipairs(page) do
  if #ids == tonumber(limit) or position > tonumber(batch) then return more(last) end
  last = id
  local in_all = true
  for index = indexes, #KEYS do
    in_all = in_all and (index == smallest or redis.call('ZSCORE', KEYS[index], id))
  end
  if in_all then
    ids[#ids + 1] = quote(id)
    found[#found + 1] = redis.call('HGETALL', prefix .. 'record:' .. collection .. ' ' .. id)
  end
end
return more(nil)
