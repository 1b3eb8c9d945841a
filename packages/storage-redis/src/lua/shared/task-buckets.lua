-- Part: tasks from several sets of ready ones. Needs task-move.

-- A function that gives the first task of all these sets each time; the one it gave before must have been claimed.
local function taker(queue, tags, capabilities, sets)
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
  sets[#sets + 1] = ''
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
    return given
  end
end
