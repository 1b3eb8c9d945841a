-- Part: sets a task and all that is derived from it. Needs APPLY, head, signal, prefix, highest_place.
-- @include task-state
-- @include task-due
-- @include task-sets

local recount, completed = {}, {}
local ENDED = { completed = true, failed = true, cancelled = true }

local function dedupe_key_of(task)
  local key = string.match(task.facts, '\n.*\n(.*)$')
  return key ~= '' and task.queue .. ' ' .. key
end

local function leave_places(task)
  if task.state == 'ready' then
    redis.call('ZREM', bucket_key(task.queue, task.requires, ''), task.id)
    for tag in string.gmatch(task.tags, '%S+') do redis.call('ZREM', bucket_key(task.queue, task.requires, tag), task.id) end
  else
    redis.call('ZREM', queue_key(task.queue, task.state), task.id)
    if task.state == 'scheduled' then redis.call('ZREM', queue_key(task.queue, 'due'), task.id) end
  end
  if ENDED[task.state] then return end
  if task.requires ~= '' then count_set(task.requires, -1) end
  local key = dedupe_key_of(task)
  -- Another one may have it: entities of one batch are of a later moment than the rest of the copy.
  if key and redis.call('HGET', dedupe, key) == task.id then redis.call('HDEL', dedupe, key) end
end

local function enter_places(task)
  local _, _, ends, due = life_of(task)
  local queue, state = task.queue, task.state
  if state == 'ready' then
    local place = (5 - string.match(task.facts, '^%d+ %S (%d)')) * PRIORITY_STEP + task.sequence
    redis.call('ZADD', bucket_key(queue, task.requires, ''), place, task.id)
    for tag in string.gmatch(task.tags, '%S+') do redis.call('ZADD', bucket_key(queue, task.requires, tag), place, task.id) end
    ring('queue/' .. queue)
  else
    redis.call('ZADD', queue_key(queue, state), state == 'claimed' and ends or task.sequence, task.id)
    if state == 'scheduled' then redis.call('ZADD', queue_key(queue, 'due'), due, task.id) end
    if state == 'scheduled' or state == 'claimed' then due_by(queue, state == 'claimed' and ends or due) end
  end
  if ENDED[state] then return end
  if task.requires ~= '' then count_set(task.requires, 1) end
  local key = dedupe_key_of(task)
  if key then redis.call('HSET', dedupe, key, task.id) end
end

-- @include apply-dependencies

function APPLY.task(id, facts, life, body, failures, progress, result, reason, depends_on)
  local before = load_task(id)
  if before then
    leave_places(before)
    unlink(id, depends_on)
  end
  redis.call('DEL', prefix .. 'task:' .. id)
  if facts ~= '' then
    local task = as_task(id, facts, life)
    store(task, body, failures, progress, result, reason, depends_on)
    enter_places(task)
    highest_place = math.max(highest_place, tonumber(task.sequence))
    if task.state == 'completed' then completed[#completed + 1] = id end
    if not before or before.state ~= task.state or progress ~= '' then ring('task/' .. id) end
  elseif before then
    ring('task/' .. id)
  end
end
