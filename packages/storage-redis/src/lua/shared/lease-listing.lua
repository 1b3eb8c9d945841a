-- Part: a page of grants or waiters in order. Needs lease-overlap and the ARGV of leases/inspect.

-- The ids that overlap `under` or lie below it; nil where everything is asked for.
local function ids_under(index)
  if under == '' then return nil end
  local ids = {}
  local everything = { key = under, mode = 'exclusive', scope = 'tree' }
  for _, entry in ipairs(overlapping(index, everything, nil, 1000000)) do ids[entry.grant_id] = true end
  return ids
end

-- Up to `most` of those after the place, and the place of the last where there may be more.
local function listed(order, ends_at, index, kind, after, most)
  local below, found, place = ids_under(index), {}, after
  if most == 0 then return found, tonumber(after) end
  while true do
    local page = redis.call('ZRANGEBYSCORE', order, '(' .. place, '+inf', 'WITHSCORES', 'LIMIT', 0, 256)
    if #page == 0 then return found, nil end
    for position = 1, #page, 2 do
      local id = page[position]
      place = number(page[position + 1])
      local wanted = (not below or below[id]) and (grant_id == '' or grant_id == id)
      if wanted and tonumber(redis.call('ZSCORE', ends_at, id)) > now then
        local fields = hash_of(prefix .. kind .. id)
        if holder == '' or fields.holder == holder then
          if #found == most then return found, tonumber(found[most].place) end
          found[#found + 1] = { id = id, fields = fields, place = place }
        end
      end
    end
  end
end
