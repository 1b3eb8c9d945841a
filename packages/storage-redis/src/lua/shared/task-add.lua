-- Part: stores a new task in its place. Needs task-push.

local function add(task, place)
  local due = task.delayMs and number(now + task.delayMs)
  local state = (#task.waits_for > 0 and 'blocked') or (due and 'scheduled') or 'ready'
  local fields = { 'queue', queue, 'state', state, 'body', task.body, 'priority', task.priority, 'tags', task.tags,
    'requires', task.requires, 'sequence', place, 'version', '1', 'created', number(now), 'attempts', '0',
    'max_attempts', task.maxAttempts, 'unmet', #task.waits_for }
  if due then append(fields, 'due', due) end
  if task.leaseMs then append(fields, 'lease', task.leaseMs) end
  if task.dedupeKey then append(fields, 'dedupe', task.dedupeKey) end
  if task.cancel then append(fields, 'on_failure', 'cancel') end
  if task.parent then append(fields, 'parent', task.parent) end
  if #task.dependsOn > 0 then append(fields, 'depends_on', table.concat(task.dependsOn, ' ')) end
  redis.call('HSET', prefix .. 'task:' .. task.id, unpack(fields))

  local stored = { id = task.id, queue = queue, priority = task.priority, tags = task.tags, requires = task.requires, sequence = place, due = due }
  enter(stored, state)
  redis.call('ZADD', queue_key(queue, 'all'), place, task.id)
  for _, id in ipairs(task.waits_for) do redis.call('ZADD', prefix .. 'dependents:' .. id, place, task.id) end
  if task.requires ~= '' then redis.call('HINCRBY', capability_sets, task.requires, 1) end
  if task.dedupeKey then redis.call('HSET', dedupe, queue .. ' ' .. task.dedupeKey, task.id) end
  local placed = object('queue', quote(queue), 'state', quote(state), 'sequence', place, 'version', '1',
    'createdAt', number(now), 'attempts', '0', 'failures', '[]', 'dueAt', due)
  event('task-added', 'task/' .. task.id, 1, string.sub(task.body, 1, -2) .. ',' .. string.sub(placed, 2))
  ring('task/' .. task.id)
end
