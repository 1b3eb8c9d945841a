-- Part: a task lies in exactly one place by its state. Needs task-state, event.
-- Ready: one set a tag and capability set, by priority and sequence. Claimed: by expiry. All others: by sequence;
-- scheduled ones by due time as well.
-- @include signal
-- @include task-due

-- at: until when (claimed, scheduled), else its sequence. life: all after state and version.
-- shown: what the event tells beside the state, as JSON that begins with a comma; fields: what else is stored.
local function move(task, state, at, life, kind, shown, fields, popped)
  local id, queue, from = task.id, task.queue, task.state
  if from ~= 'ready' then redis.call('ZREM', queue_key(queue, from), id) end
  if from == 'scheduled' then redis.call('ZREM', queue_key(queue, 'due'), id) end
  if from == 'ready' then
    if not popped then redis.call('ZREM', bucket_key(queue, task.requires, ''), id) end
    for tag in string.gmatch(task.tags, '%S+') do redis.call('ZREM', bucket_key(queue, task.requires, tag), id) end
  end

  if state == 'ready' then
    -- A number as an argument of a command keeps 17 digits.
    local place = (5 - string.match(task.facts, '^%d+ %S (%d)')) * PRIORITY_STEP + task.sequence
    redis.call('ZADD', bucket_key(queue, task.requires, ''), place, id)
    for tag in string.gmatch(task.tags, '%S+') do redis.call('ZADD', bucket_key(queue, task.requires, tag), place, id) end
    ring('queue/' .. queue)
  else
    redis.call('ZADD', queue_key(queue, state), state == 'scheduled' and task.sequence or at, id)
    if state == 'scheduled' then redis.call('ZADD', queue_key(queue, 'due'), at, id) end
    if state == 'scheduled' or state == 'claimed' then due_by(queue, at) end
  end

  local version = number(string.match(task.life, '^%S+ (%d+)') + 1)
  task.state, task.life = state, state .. ' ' .. version .. ' ' .. life
  local entity = 'task/' .. id
  redis.call('HSET', prefix .. 'task:' .. id, 'life', task.life, unpack(fields or {}))
  event(kind, entity, version, '{"state":"' .. state .. '"' .. shown .. '}')
  redis.call('PUBLISH', prefix .. 'signal:' .. entity, '')
  return version
end
