-- Part: a task lies in exactly one place by its state. Needs event, signal, prefix.
-- Ready: one set a tag and capability set (scored 5 - priority, then sequence), and one by since when.
-- Claimed: by expiry. All others: by sequence; scheduled ones by due time as well.

local BOOKKEEPING = { 'state', 'queue', 'priority', 'tags', 'requires', 'sequence', 'version', 'attempts',
  'max_attempts', 'lease', 'dedupe', 'due', 'unmet', 'on_failure', 'fence', 'worker', 'ends' }
local PRIORITY_STEP = 1000000000000000

local function append(target, ...)
  for index = 1, select('#', ...) do target[#target + 1] = (select(index, ...)) end
  return target
end

local function queue_key(queue, name)
  return prefix .. 'queue:' .. queue .. ':' .. name
end

local function load_task(id)
  local values = redis.call('HMGET', prefix .. 'task:' .. id, unpack(BOOKKEEPING))
  if not values[1] then return nil end
  local task = { id = id }
  for index, name in ipairs(BOOKKEEPING) do task[name] = values[index] or nil end
  return task
end

local function bucket_key(queue, requires, tag)
  return prefix .. 'ready:' .. queue .. ' ' .. requires .. ' ' .. tag
end

local function each_bucket(task, visit)
  visit(bucket_key(task.queue, task.requires, ''))
  for tag in string.gmatch(task.tags, '%S+') do visit(bucket_key(task.queue, task.requires, tag)) end
end

local function leave(task)
  redis.call('ZREM', queue_key(task.queue, task.state), task.id)
  if task.state == 'scheduled' then redis.call('ZREM', queue_key(task.queue, 'due'), task.id) end
  if task.state == 'ready' then
    each_bucket(task, function(bucket) redis.call('ZREM', bucket, task.id) end)
  end
end

local function enter(task, state)
  task.state = state
  local score = (state == 'ready' and now_text) or (state == 'claimed' and task.ends) or task.sequence
  redis.call('ZADD', queue_key(task.queue, state), score, task.id)
  if state == 'scheduled' then redis.call('ZADD', queue_key(task.queue, 'due'), task.due, task.id) end
  if state == 'ready' then
    local place = number((5 - task.priority) * PRIORITY_STEP + task.sequence)
    each_bucket(task, function(bucket) redis.call('ZADD', bucket, place, task.id) end)
    ring('queue/' .. task.queue)
  end
end

-- fields: hash fields that change; gone: those that go; shown: what the event tells, as JSON that goes on with a comma.
local function move(task, state, kind, change)
  leave(task)
  enter(task, state)
  task.version = number(task.version + 1)
  redis.call('HSET', prefix .. 'task:' .. task.id, 'state', state, 'version', task.version, unpack(change.fields or {}))
  if change.gone then redis.call('HDEL', prefix .. 'task:' .. task.id, unpack(change.gone)) end
  event(kind, 'task/' .. task.id, task.version, '{"state":"' .. state .. '"' .. (change.shown or '') .. '}')
  ring('task/' .. task.id)
end
