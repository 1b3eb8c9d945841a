-- Part: which of the pushed tasks are new, and whether they may be stored. Needs task-end and the ARGV of queues/push.

-- Which tasks are new, and by which id each is known; a task is new once, by its id and by its dedupe key.
local function sort_out(tasks)
  local fresh, by_key = {}, {}
  for index, task in ipairs(tasks) do
    task.body = ARGV[bodies + index - 1]
    task.known_as = task.id
    task.hopeless = {}
    local owner = task.dedupeKey and (by_key[task.dedupeKey] or redis.call('HGET', dedupe, queue .. ' ' .. task.dedupeKey))
    if redis.call('EXISTS', prefix .. 'task:' .. task.id) == 0 then
      if owner then
        task.known_as = owner
      else
        task.added = true
        append(fresh, task)
        if task.dedupeKey then by_key[task.dedupeKey] = task.id end
      end
    end
  end
  return tasks, fresh
end

-- Why they cannot be stored; counts what is still to be waited for on the way.
local function problem_of(fresh)
  local is_fresh, dependents, new_sets = {}, {}, {}
  for _, task in ipairs(fresh) do is_fresh[task.id] = true end
  for _, task in ipairs(fresh) do
    task.waits_for = {}
    for _, id in ipairs(task.dependsOn) do
      local state = redis.call('HGET', prefix .. 'task:' .. id, 'state')
      if not state and not is_fresh[id] then
        return 'unknown_dependency', object('field', '"dependsOn"', 'taskId', quote(task.id), 'unknown', quote(id))
      end
      if state == 'failed' or state == 'cancelled' then append(task.hopeless, id) end
      if state ~= 'completed' then
        append(task.waits_for, id)
        dependents[id] = (dependents[id] or redis.call('ZCARD', prefix .. 'dependents:' .. id)) + 1
        if dependents[id] > tonumber(most_dependents) then
          return 'limit_exceeded', object('field', '"dependsOn"', 'taskId', quote(id), 'limit', most_dependents)
        end
      end
    end
    if task.requires ~= '' and redis.call('HEXISTS', capability_sets, task.requires) == 0 then new_sets[task.requires] = true end
  end
  local sets = redis.call('HLEN', capability_sets)
  for _ in pairs(new_sets) do sets = sets + 1 end
  if sets > tonumber(most_sets) and next(new_sets) then
    return 'limit_exceeded', object('field', '"requires"', 'limit', most_sets)
  end
end
