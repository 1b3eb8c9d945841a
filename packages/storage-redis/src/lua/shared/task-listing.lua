-- Part: tasks of some queues and states in the order of their sequence. Needs task-state and the ARGV of queues/list.

local function from_set(found, key, base)
  local page = redis.call('ZRANGEBYSCORE', key, '(' .. number(base + after), number(base + PRIORITY_STEP - 1),
    'WITHSCORES', 'LIMIT', 0, batch + 1)
  for index = 1, #page, 2 do
    append(found, { id = page[index], place = number(page[index + 1] - base) })
  end
end

local function from_state(found, name, state)
  if state == 'ready' then
    local sets = redis.call('HKEYS', capability_sets)
    append(sets, '')
    for _, requires in ipairs(sets) do
      for step = 0, 4 do from_set(found, bucket_key(name, requires, ''), step * PRIORITY_STEP) end
    end
  elseif state == 'claimed' then
    -- By expiry, not by sequence; there are no more of them than work is going on.
    for _, id in ipairs(redis.call('ZRANGE', queue_key(name, 'claimed'), 0, -1)) do
      local place = redis.call('HGET', prefix .. 'task:' .. id, 'sequence')
      if tonumber(place) > tonumber(after) then append(found, { id = id, place = place }) end
    end
  else
    from_set(found, queue_key(name, state), 0)
  end
end

local function candidates(names)
  local found = {}
  for _, name in ipairs(names) do
    if states == '' then from_set(found, queue_key(name, 'all'), 0) end
    for state in string.gmatch(states, '%S+') do from_state(found, name, state) end
  end
  table.sort(found, function(one, other) return tonumber(one.place) < tonumber(other.place) end)
  return found
end

local function matches(id)
  local has_tags, has_worker, has_parent = unpack(redis.call('HMGET', prefix .. 'task:' .. id, 'tags', 'worker', 'parent'))
  if parent ~= '' and has_parent ~= parent then return false end
  if worker ~= '' and has_worker ~= worker then return false end
  if tags == '' then return true end
  for tag in string.gmatch(has_tags, '%S+') do
    if string.find(' ' .. tags .. ' ', ' ' .. tag .. ' ', 1, true) then return true end
  end
  return false
end
