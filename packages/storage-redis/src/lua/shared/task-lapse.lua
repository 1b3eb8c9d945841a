-- Part: what time does to a task. Needs task-fail.

-- An attempt that ended without a settlement stays counted; the last one sends the task to the dead letter.
local function lose_claim(task, kind, message)
  local failures = failures_with(task, message)
  local shown, fields = ',"failures":' .. failures, { 'failures', failures }
  if tonumber(task.attempts) >= tonumber(task.max_attempts) then
    end_task(task, 'failed', kind, shown, fields)
    cancel_dependents(task.id)
  else
    move(task, 'ready', kind, shown .. ',"claim":null', fields)
  end
end

local function heal_task(task)
  if task.state == 'claimed' and tonumber(task.ends) <= now then
    lose_claim(task, 'task-expired', 'the claim expired')
  elseif task.state == 'scheduled' and tonumber(task.due) <= now then
    move(task, 'ready', 'task-readied', ',"dueAt":null')
  end
end
