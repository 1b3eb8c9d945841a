-- Part: a page of grants or waiters in order. Needs lease-grant, lease-places and the ARGV of leases/inspect.

local PAGE = 256

-- The grants behind a fence: each with its place in the order.
local function next_grants(after)
  local from, found = '[f' .. string.format('%016d', after + 1), {}
  for _, member in ipairs(redis.call('ZRANGEBYLEX', held, from, '(g', 'LIMIT', 0, PAGE)) do
    local grant = grant_of(string.sub(member, 18))
    grant.place = grant.fence
    found[#found + 1] = grant
  end
  return found
end

-- The waiters behind a ticket.
local function next_waiters(after)
  local found = {}
  local page = redis.call('ZRANGEBYSCORE', waiter_order, '(' .. after, '+inf', 'WITHSCORES', 'LIMIT', 0, PAGE)
  for position = 1, #page, 2 do
    local waiter = hash_of(prefix .. 'waiter:' .. page[position])
    waiter.id, waiter.place = page[position], format('%d', page[position + 1])
    waiter.ends = tonumber(redis.call('ZSCORE', waiter_ends, waiter.id))
    found[#found + 1] = waiter
  end
  return found
end

-- The ids that overlap `under` or lie below it; nil where everything is asked for.
local function ids_under(index)
  if under == '' then return nil end
  local ids = {}
  for _, entry in ipairs(overlapping(index, 'X' .. under, nil, 1000000)) do ids[entry.grant_id] = true end
  return ids
end

-- Up to `most` of those after the place, and the place of the last where there may be more.
local function listed(next_ones, index, after, most)
  local below, found, place = ids_under(index), {}, after
  if most == 0 then return found, after end
  while true do
    local page = next_ones(place)
    if #page == 0 then return found, nil end
    for _, one in ipairs(page) do
      place = one.place
      local asked = (not below or below[one.id]) and (grant_id == '' or grant_id == one.id)
        and (holder == '' or holder == one.holder)
      if asked and one.ends > now then
        if #found == most then return found, found[most].place end
        found[#found + 1] = one
      end
    end
  end
end
