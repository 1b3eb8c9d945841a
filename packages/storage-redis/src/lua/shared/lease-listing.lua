-- Part: a page of grants or waiters in order. Needs lease-grant, lease-places and the ARGV of leases/inspect.

local PAGE = 256

-- Ids and places of the grants behind a fence, and one of them in full.
local function grants_after(fence)
  local from, ids, fences = '[f' .. string.format('%016d', fence + 1), {}, {}
  for index, member in ipairs(redis.call('ZRANGEBYLEX', held, from, '(g', 'LIMIT', 0, PAGE)) do
    fences[index], ids[index] = string.sub(member, 2, 17), string.sub(member, 18)
  end
  return ids, fences, grant_of
end

-- The same of the waiters behind a ticket.
local function waiters_after(ticket)
  local page, ids, tickets =
    redis.call('ZRANGEBYSCORE', waiter_order, '(' .. ticket, '+inf', 'WITHSCORES', 'LIMIT', 0, PAGE), {}, {}
  for at = 1, #page, 2 do ids[#ids + 1], tickets[#tickets + 1] = page[at], format('%d', page[at + 1]) end
  return ids, tickets, function(id)
    local waiter = hash_of(prefix .. 'waiter:' .. id)
    waiter.ends = tonumber(redis.call('ZSCORE', waiter_ends, id))
    return waiter
  end
end

-- The ids that overlap `under` or lie below it; nil where everything is asked for.
local function ids_under(index)
  if under == '' then return nil end
  local ids = {}
  for _, entry in ipairs(overlapping(index, 'X' .. under, nil, 1000000)) do ids[entry.grant_id] = true end
  return ids
end

-- Up to `most` of those after the place, and the place of the last where there may be more.
local function listed(those_after, index, after, most)
  local below, found, last_place = ids_under(index), {}, nil
  if most == 0 then return found, after end
  while true do
    local ids, places, whole = those_after(after)
    if #ids == 0 then return found, nil end
    for at, id in ipairs(ids) do
      after = places[at]
      local one = (not below or below[id]) and (grant_id == '' or grant_id == id) and whole(id)
      if one and one.ends > now and (holder == '' or one.holder == holder) then
        if #found == most then return found, last_place end
        found[#found + 1], last_place = one, after
      end
    end
  end
end
