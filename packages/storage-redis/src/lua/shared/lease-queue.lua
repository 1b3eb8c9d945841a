-- Part: those who wait, first in first out.
-- @include signal
-- @include lease-overlap

-- The waiters that want one of these places, in their order, each with the entries it wants of them.
local function waiters_for(places, asker, before)
  local by_id, order = {}, {}
  if redis.call('EXISTS', waiter_order) == 0 then return order end
  for _, entry in ipairs(overlapping(wanted, places, asker, 100000)) do
    local id = entry.grant_id
    if not by_id[id] then
      local ticket = tonumber(redis.call('ZSCORE', waiter_order, id))
      local ends_at = tonumber(redis.call('ZSCORE', waiter_ends, id))
      by_id[id] = { grant_id = id, ticket = ticket, ends_at = ends_at, entries = {} }
      if (not before or ticket < before) and ends_at > now then order[#order + 1] = by_id[id] end
    end
    local entries = by_id[id].entries
    entries[#entries + 1] = entry
  end
  table.sort(order, function(one, other) return one.ticket < other.ticket end)
  return order
end

local function clash(one, other)
  if one.mode == 'shared' and other.mode == 'shared' then return false end
  if one.key == other.key then return true end
  return (one.scope == 'tree' and string.sub(other.key, 1, #one.key + 1) == one.key .. '/')
    or (other.scope == 'tree' and string.sub(one.key, 1, #other.key + 1) == other.key .. '/')
end

-- Wakes those whose turn may have come: each that clashes with none woken before it.
local function wake(places)
  local woken = {}
  for _, waiter in ipairs(waiters_for(places)) do
    local free = true
    for _, entry in ipairs(waiter.entries) do
      for _, other in ipairs(woken) do free = free and not clash(entry, other) end
    end
    if free then
      for _, entry in ipairs(waiter.entries) do woken[#woken + 1] = entry end
      ring('lease/' .. waiter.grant_id)
    end
  end
end

-- Takes a waiter out of the queue and returns the places it waited for.
local function leave_queue(grant_id)
  local waiter = prefix .. 'waiter:' .. grant_id
  local holder, places = unpack(redis.call('HMGET', waiter, 'holder', 'places'))
  if not holder then return nil end
  redis.call('DEL', waiter)
  redis.call('ZREM', waiter_order, grant_id)
  redis.call('ZREM', waiter_ends, grant_id)
  for place in string.gmatch(places, '[^\n]+') do
    redis.call('ZREM', wanted, place .. '\n' .. grant_id .. '\n' .. holder)
  end
  return places
end
