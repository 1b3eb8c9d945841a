-- Part: from one state to another, with the event and the signal. Needs task-state.

local function bucket_key(queue, requires, tag)
  return prefix .. 'ready:' .. queue .. ' ' .. requires .. ' ' .. tag
end

local function leave(task)
  redis.call('ZREM', queue_key(task.queue, task.state), task.id)
  if task.state == 'scheduled' then redis.call('ZREM', queue_key(task.queue, 'due'), task.id) end
  if task.state ~= 'ready' then return end
  if not task.popped then redis.call('ZREM', bucket_key(task.queue, task.requires, ''), task.id) end
  for tag in string.gmatch(task.tags, '%S+') do
    redis.call('ZREM', bucket_key(task.queue, task.requires, tag), task.id)
  end
end

local function enter(task, state)
  task.state = state
  local score = (state == 'ready' and now_text) or (state == 'claimed' and task.ends) or task.sequence
  redis.call('ZADD', queue_key(task.queue, state), score, task.id)
  if state == 'scheduled' then redis.call('ZADD', queue_key(task.queue, 'due'), task.due, task.id) end
  if state ~= 'ready' then return end
  local place = number((5 - task.priority) * PRIORITY_STEP + task.sequence)
  redis.call('ZADD', bucket_key(task.queue, task.requires, ''), place, task.id)
  for tag in string.gmatch(task.tags, '%S+') do
    redis.call('ZADD', bucket_key(task.queue, task.requires, tag), place, task.id)
  end
  ring('queue/' .. task.queue)
end

-- shown: what the event tells beside the state, as JSON that begins with a comma; fields: what else is stored.
local function move(task, state, kind, shown, fields)
  leave(task)
  if state ~= 'claimed' then
    task.fence, task.claimed, task.ends, task.worker = '-', '-', '-', ''
    if state ~= 'scheduled' and state ~= 'blocked' then task.due = false end
  end
  enter(task, state)
  task.version = number(task.version + 1)
  local key = prefix .. 'task:' .. task.id
  if fields then
    redis.call('HSET', key, 'life', life_of(task), unpack(fields))
  else
    redis.call('HSET', key, 'life', life_of(task))
  end
  local entity = 'task/' .. task.id
  event(kind, entity, task.version, '{"state":"' .. state .. '"' .. shown .. '}')
  ring(entity)
end
