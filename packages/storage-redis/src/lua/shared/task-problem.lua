-- Part: why pushed tasks that are not plain cannot be stored. Needs task-push, object.

-- Counts what is still to be waited for on the way, and what never comes.
local function problem_with(task, is_fresh, dependents)
  task.waits_for, task.hopeless = {}, {}
  for id in string.gmatch(task.depends_on, '%S+') do
    local life = redis.call('HGET', prefix .. 'task:' .. id, 'life')
    local state = life and string.match(life, '^%S+')
    if not state and not is_fresh[id] then
      return 'unknown_dependency', object('field', '"dependsOn"', 'taskId', quote(task.id), 'unknown', quote(id))
    end
    if state == 'failed' or state == 'cancelled' then append(task.hopeless, id) end
    if state ~= 'completed' then
      append(task.waits_for, id)
      dependents[id] = (dependents[id] or redis.call('ZCARD', prefix .. 'dependents:' .. id)) + 1
      if dependents[id] > MOST_DEPENDENTS then
        return 'limit_exceeded', object('field', '"dependsOn"', 'taskId', quote(id), 'limit', number(MOST_DEPENDENTS))
      end
    end
  end
end

local function problem_of(fresh)
  local is_fresh, dependents, new_sets = {}, {}, {}
  for _, task in ipairs(fresh) do is_fresh[task.id] = true end
  for _, task in ipairs(fresh) do
    if task.depends_on then
      local problem, data = problem_with(task, is_fresh, dependents)
      if problem then return problem, data end
    end
    if task.requires ~= '' and redis.call('HEXISTS', capability_sets, task.requires) == 0 then new_sets[task.requires] = true end
  end
  if not next(new_sets) then return nil end
  local sets = redis.call('HLEN', capability_sets)
  for _ in pairs(new_sets) do sets = sets + 1 end
  if sets > MOST_CAPABILITY_SETS then
    return 'limit_exceeded', object('field', '"requires"', 'limit', number(MOST_CAPABILITY_SETS))
  end
end
