-- Part: why a request is not granted, and its place in the queue. Needs lease-queue and the ARGV of leases/acquire.

local MOST_NAMED = 8

local function conflict_text(entry, waiting, ends_at, details)
  return object(
    'key', quote(entry.key),
    'mode', quote(entry.mode),
    'scope', quote(entry.scope),
    'grantId', quote(entry.grant_id),
    'holder', quote(entry.holder),
    'waiting', waiting and 'true' or 'false',
    'expiresAt', format('%d', ends_at),
    'details', details)
end

-- The first conflicts, grants that end soonest before waiters in their order, and the earliest end of any.
local function conflicts_of(ahead)
  local grants, texts, soonest, seen = {}, {}, nil, {}
  for _, entry in ipairs(overlapping(held, places, holder, 1000)) do
    local name = entry.key .. '\n' .. entry.grant_id
    local grant = not seen[name] and grant_of(entry.grant_id)
    if grant and grant.ends > now then
      grants[#grants + 1] = { entry = entry, ends_at = grant.ends, details = grant.details }
    end
    seen[name] = true
  end
  table.sort(grants, function(one, other) return one.ends_at < other.ends_at end)
  local function name_it(entry, waiting, ends_at, of)
    soonest = math.min(soonest or ends_at, ends_at)
    if #texts < MOST_NAMED then texts[#texts + 1] = conflict_text(entry, waiting, ends_at, of) end
  end
  for _, found in ipairs(grants) do name_it(found.entry, false, found.ends_at, found.details) end
  for _, waiter in ipairs(ahead) do
    local of = #texts < MOST_NAMED and redis.call('HGET', prefix .. 'waiter:' .. waiter.grant_id, 'details')
    for _, entry in ipairs(waiter.entries) do name_it(entry, true, waiter.ends_at, of) end
  end
  return texts, soonest
end

-- What the holder already has in this space: it may try for more, but not wait.
local function held_in_space()
  local texts, space = {}, string.match(places, '^.([^/\n]*)')
  for _, member in ipairs(own_members(holder)) do
    local entry = entry_of(member .. '\n')
    if string.match(entry.key, '^[^/]*') == space then
      texts[#texts + 1] =
        object('key', quote(entry.key), 'mode', quote(entry.mode), 'scope', quote(entry.scope))
    end
  end
  return texts
end
