-- Part: where the tasks lie that a worker may have. Needs task-move, capability_sets.

-- The sets of ready tasks that this worker may take from.
local function buckets_for(ask, sets)
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
  for _, requires in ipairs(sets) do add(requires) end
  return buckets
end

local function look(bucket)
  local head = redis.call('ZRANGE', bucket.key, 0, 0, 'WITHSCORES')
  bucket.id, bucket.place = head[1], tonumber(head[2])
end

-- A function that gives the first task each time it is called; the one it gave before must have been claimed.
local function taker(ask)
  local sets = redis.call('HKEYS', capability_sets)
  if #ask.tags == 0 and #sets == 0 then
    local popped, at = {}, 1
    -- True: the task was taken out of its set already.
    return function(most)
      if at > #popped then popped, at = redis.call('ZPOPMIN', bucket_key(ask.queue, '', ''), most), 1 end
      at = at + 2
      return popped[at - 2], true
    end
  end
  local buckets, given = buckets_for(ask, sets), nil
  for _, bucket in ipairs(buckets) do look(bucket) end
  return function()
    local first
    for _, bucket in ipairs(buckets) do
      if given and bucket.id == given then look(bucket) end
      if bucket.id and (not first or bucket.place < first.place) then first = bucket end
    end
    given = first and first.id
    return given, false
  end
end
