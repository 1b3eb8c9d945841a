-- Part: how a task ends. Needs task-move, capability_sets, dedupe.

-- attempts: how many it took; shown and fields: see move, which comes first: it begins with what needs no memory.
local function end_task(task, state, attempts, kind, shown, fields)
  move(task, state, task.sequence, attempts .. ' - - - - ' .. now_text .. ' ', kind,
    shown .. ',"endedAt":' .. now_text .. ',"claim":null', fields)
  if task.requires ~= '' and redis.call('HINCRBY', capability_sets, task.requires, -1) <= 0 then
    redis.call('HDEL', capability_sets, task.requires)
  end
  -- Its dedupe key stands behind the last line break.
  if string.byte(task.facts, -1) ~= 10 then
    redis.call('HDEL', dedupe, task.queue .. ' ' .. string.match(task.facts, '\n.*\n(.*)$'))
  end
end
