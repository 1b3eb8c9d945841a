-- Part: how a task ends. Needs task-move.
-- @include task-sets

-- attempts: how many it took; shown and fields: see move, which comes first: it begins with what needs no memory.
local function end_task(task, state, attempts, kind, shown, fields)
  move(task, state, task.sequence, attempts .. ' - - - - ' .. now_text .. ' ', kind,
    shown .. ',"endedAt":' .. now_text .. ',"claim":null', fields)
  if task.requires ~= '' then count_set(task.requires, -1) end
  -- Its dedupe key stands behind the last line break.
  if string.byte(task.facts, -1) ~= 10 then
    redis.call('HDEL', dedupe, task.queue .. ' ' .. string.match(task.facts, '\n.*\n(.*)$'))
  end
end
