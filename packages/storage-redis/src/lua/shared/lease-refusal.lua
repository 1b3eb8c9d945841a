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
    'expiresAt', number(ends_at),
    'details', details)
end

-- The first conflicts, grants that end soonest before waiters in their order, and the earliest end of any.
local function conflicts_of(asked, ahead)
  local grants, texts, soonest, seen = {}, {}, nil, {}
  for _, wanted in ipairs(asked) do
    for _, entry in ipairs(overlapping(held_keys, wanted, holder, 1000)) do
      local name = entry.key .. '\n' .. entry.grant_id
      local ends_at = tonumber(redis.call('ZSCORE', grant_ends, entry.grant_id))
      if not seen[name] and ends_at > now then grants[#grants + 1] = { entry = entry, ends_at = ends_at } end
      seen[name] = true
    end
  end
  table.sort(grants, function(one, other) return one.ends_at < other.ends_at end)
  local function name_it(entry, waiting, ends_at, kind)
    soonest = math.min(soonest or ends_at, ends_at)
    if #texts == MOST_NAMED then return end
    local details = redis.call('HGET', prefix .. kind .. entry.grant_id, 'details')
    texts[#texts + 1] = conflict_text(entry, waiting, ends_at, details)
  end
  for _, found in ipairs(grants) do name_it(found.entry, false, found.ends_at, 'grant:') end
  for _, waiter in ipairs(ahead) do
    for _, entry in ipairs(waiter.entries) do name_it(entry, true, waiter.ends_at, 'waiter:') end
  end
  return texts, soonest
end

-- What the holder already has in this space: it may try for more, but not wait.
local function held_in_space()
  local texts = {}
  for _, id in ipairs(redis.call('SMEMBERS', holder_grants)) do
    local held_space, ends, text = unpack(redis.call('HMGET', prefix .. 'grant:' .. id, 'space', 'ends', 'keys'))
    if held_space == space and tonumber(ends) > now then texts[#texts + 1] = string.sub(text, 2, -2) end
  end
  return texts
end
