-- Part: what pushed tasks that are not plain leave behind once they are stored. Needs task-push, task-fail.
-- @include task-sets

local function remember_needs(fresh, first)
  for index, task in ipairs(fresh) do
    for _, id in ipairs(task.waits_for or {}) do
      redis.call('ZADD', prefix .. 'dependents:' .. id, first + index - 1, task.id)
      redis.call('HSET', prefix .. 'task:' .. id, 'awaited', '1')
    end
    if task.depends_on then
      redis.call('HSET', prefix .. 'task:' .. task.id, 'unmet', #task.waits_for, 'depends_on', task.depends_on)
    end
    if task.requires ~= '' then count_set(task.requires, 1) end
  end
end

-- Dependencies that can never complete act at once, as they would have later.
local function end_the_hopeless(fresh)
  local ended = {}
  for _, task in ipairs(fresh) do
    for _, id in ipairs(task.hopeless or {}) do append(ended, unpack(cancel_dependents(id))) end
  end
  if #ended == 0 then return end
  for _, task in ipairs(fresh) do task.state = load_task(task.id).state end
end
