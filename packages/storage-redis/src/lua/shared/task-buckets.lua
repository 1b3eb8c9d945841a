-- Part: where the tasks lie that a worker may have. Needs task-move, capability_sets.

-- From several sets at once: the first of all of them, where the one it gave before was claimed.
local function taker_of_many(queue, tags, capabilities, sets)
  local can, buckets, given = {}, {}, nil
  for capability in string.gmatch(capabilities, '%S+') do can[capability] = true end
  local function look(bucket)
    local head = redis.call('ZRANGE', bucket.key, 0, 0, 'WITHSCORES')
    bucket.id, bucket.place = head[1], tonumber(head[2])
  end
  local function add(requires, tag)
    for needed in string.gmatch(requires, '[^,]+') do
      if not can[needed] then return end
    end
    buckets[#buckets + 1] = { key = bucket_key(queue, requires, tag) }
    look(buckets[#buckets])
  end
  append(sets, '')
  for _, requires in ipairs(sets) do
    if tags == '' then add(requires, '') end
    for tag in string.gmatch(tags, '%S+') do add(requires, tag) end
  end
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

-- A function that gives the first task each time it is called, and whether it was taken out of its set already.
local function taker(queue, tags, capabilities)
  local sets = redis.call('HKEYS', capability_sets)
  if tags ~= '' or #sets > 0 then return taker_of_many(queue, tags, capabilities, sets) end
  local popped, at = {}, 1
  return function(most)
    if at > #popped then popped, at = redis.call('ZPOPMIN', bucket_key(queue, '', ''), most), 1 end
    at = at + 2
    return popped[at - 2], true
  end
end
