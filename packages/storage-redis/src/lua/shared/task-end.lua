-- Part: how a task ends, and who waited for that. Needs task-move, capability_sets, dedupe.

local function end_task(task, state, kind, shown, fields)
  task.ended = now_text
  if task.requires ~= '' and redis.call('HINCRBY', capability_sets, task.requires, -1) <= 0 then
    redis.call('HDEL', capability_sets, task.requires)
  end
  if task.dedupe then redis.call('HDEL', dedupe, task.queue .. ' ' .. task.dedupe) end
  move(task, state, kind, shown .. ',"endedAt":' .. now_text .. ',"claim":null', fields)
end

local function free_dependents(of_id)
  local waiting = prefix .. 'dependents:' .. of_id
  for _, id in ipairs(redis.call('ZRANGE', waiting, 0, -1)) do
    local task = load_task(id)
    if task.state == 'blocked' and redis.call('HINCRBY', prefix .. 'task:' .. id, 'unmet', -1) == 0 then
      move(task, task.due and tonumber(task.due) > now and 'scheduled' or 'ready', 'task-readied', '')
    end
  end
  redis.call('DEL', waiting)
end
