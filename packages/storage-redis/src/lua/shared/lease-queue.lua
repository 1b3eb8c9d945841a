-- Part: those who wait, first in first out. Needs lease-overlap, prefix, waiter_order, waiter_ends, wanted_keys.
-- @include signal

-- The waiters that want one of these keys, in their order, each with the keys it wants of them.
local function waiters_for(keys, asker, before)
  local by_id, order = {}, {}
  if redis.call('ZCARD', waiter_order) == 0 then return order end
  for _, wanted in ipairs(keys) do
    for _, entry in ipairs(overlapping(wanted_keys, wanted, asker, 100000)) do
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
local function wake(keys)
  local woken = {}
  for _, waiter in ipairs(waiters_for(keys)) do
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

-- Takes a waiter out of the queue and returns the keys it waited for.
local function leave_queue(grant_id)
  local waiter = prefix .. 'waiter:' .. grant_id
  local holder, text = unpack(redis.call('HMGET', waiter, 'holder', 'keys'))
  if not holder then return nil end
  redis.call('DEL', waiter)
  redis.call('ZREM', waiter_order, grant_id)
  redis.call('ZREM', waiter_ends, grant_id)
  local keys = cjson.decode(text)
  for _, wanted in ipairs(keys) do redis.call('ZREM', wanted_keys, index_member(wanted, grant_id, holder)) end
  return keys
end
