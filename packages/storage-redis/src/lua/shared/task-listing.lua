-- Part: tasks of some queues and states in the order of their sequence. Needs task-state and the ARGV of queues/list.

local EVERY_STATE = 'blocked scheduled ready claimed completed failed cancelled'
-- Without a filter each one looked at is one listed.
local most = (tags == '' and parent == '' and worker == '') and limit + 1 or batch + 1

local function from_set(found, key, base)
  local page = redis.call('ZRANGEBYSCORE', key, '(' .. number(base + after), number(base + PRIORITY_STEP - 1),
    'WITHSCORES', 'LIMIT', 0, most)
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
      local place = load_task(id).sequence
      if tonumber(place) > tonumber(after) then append(found, { id = id, place = place }) end
    end
  else
    from_set(found, queue_key(name, state), 0)
  end
end

local function candidates(names)
  local found = {}
  for _, name in ipairs(names) do
    for state in string.gmatch(states == '' and EVERY_STATE or states, '%S+') do from_state(found, name, state) end
  end
  table.sort(found, function(one, other) return tonumber(one.place) < tonumber(other.place) end)
  return found
end

local function matches(id)
  local task = load_task(id)
  local _, _, _, _, held_by = life_of(task)
  if parent ~= '' and string.match(task.facts, '^%d+ %S %d %S+ %d+ %S+ (%S+)') ~= parent then return false end
  if worker ~= '' and held_by ~= worker then return false end
  if tags == '' then return true end
  for tag in string.gmatch(task.tags, '%S+') do
    if string.find(' ' .. tags .. ' ', ' ' .. tag .. ' ', 1, true) then return true end
  end
  return false
end
