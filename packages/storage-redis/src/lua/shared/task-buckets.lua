-- Part: where the tasks lie that a worker may have. Needs task-state, capability_sets.

-- The sets of ready tasks that this worker may take from.
local function buckets_for(ask)
  local can, buckets = {}, {}
  for _, capability in ipairs(ask.capabilities) do can[capability] = true end
  local function add(requires)
    for needed in string.gmatch(requires, '[^,]+') do
      if not can[needed] then return end
    end
    for _, tag in ipairs(#ask.tags > 0 and ask.tags or { '' }) do
      buckets[#buckets + 1] = { key = bucket_key(ask.queue, requires, tag) }
    end
  end
  add('')
  for _, requires in ipairs(redis.call('HKEYS', capability_sets)) do add(requires) end
  return buckets
end

local function look(bucket)
  local head = redis.call('ZRANGE', bucket.key, 0, 0, 'WITHSCORES')
  bucket.id, bucket.place = head[1], tonumber(head[2])
end
