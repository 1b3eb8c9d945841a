-- Part: a task lies in exactly one place by its state. Needs task-state, event, signal.
-- Ready: one set a tag and capability set (scored 5 - priority, then sequence), and one by since when.
-- Claimed: by expiry. All others: by sequence; scheduled ones by due time as well.

-- A number as an argument of a command keeps 17 digits.
local function place_of(task)
  return (5 - string.match(task.facts, '^%d+ %d+ %S+ (%d)')) * PRIORITY_STEP + task.sequence
end

local function leave(task, popped)
  redis.call('ZREM', queue_key(task.queue, task.state), task.id)
  if task.state == 'scheduled' then redis.call('ZREM', queue_key(task.queue, 'due'), task.id) end
  if task.state ~= 'ready' then return end
  if not popped then redis.call('ZREM', bucket_key(task.queue, task.requires, ''), task.id) end
  for tag in string.gmatch(task.tags, '%S+') do
    redis.call('ZREM', bucket_key(task.queue, task.requires, tag), task.id)
  end
end

local function enter(task, state, at)
  redis.call('ZADD', queue_key(task.queue, state), state == 'scheduled' and task.sequence or at, task.id)
  if state == 'scheduled' then redis.call('ZADD', queue_key(task.queue, 'due'), at, task.id) end
  if state ~= 'ready' then return end
  local place = place_of(task)
  redis.call('ZADD', bucket_key(task.queue, task.requires, ''), place, task.id)
  for tag in string.gmatch(task.tags, '%S+') do
    redis.call('ZADD', bucket_key(task.queue, task.requires, tag), place, task.id)
  end
  ring('queue/' .. task.queue)
end

-- at: since when (ready), until when (claimed, scheduled), else its sequence. life: all after state and version.
-- shown: what the event tells beside the state, as JSON that begins with a comma; fields: what else is stored.
local function move(task, state, at, life, kind, shown, fields, popped)
  leave(task, popped)
  enter(task, state, at)
  local version = number(string.match(task.life, '^%S+ (%d+)') + 1)
  task.state, task.life = state, state .. ' ' .. version .. ' ' .. life
  local entity = 'task/' .. task.id
  if fields then
    redis.call('HSET', prefix .. 'task:' .. task.id, 'life', task.life, unpack(fields))
  else
    redis.call('HSET', prefix .. 'task:' .. task.id, 'life', task.life)
  end
  event(kind, entity, version, '{"state":"' .. state .. '"' .. shown .. '}')
  redis.call('PUBLISH', prefix .. 'signal:' .. entity, '')
  return version
end
