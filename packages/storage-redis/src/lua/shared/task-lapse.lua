-- Part: what time does to a task. Needs task-fail, task-ready.

-- An attempt that ended without a settlement stays counted; the last one sends the task to the dead letter.
local function lose_claim(task, kind, message)
  local attempts, failures = life_of(task), failures_with(task, message)
  local shown, fields = ',"failures":' .. failures, { 'failures', failures }
  if has_no_attempt_left(task) then
    end_task(task, 'failed', attempts, kind, shown, fields)
    cancel_dependents(task.id)
  else
    make_ready(task, attempts, kind, shown .. ',"claim":null', fields)
  end
end

local function heal_task(task)
  local attempts, _, ends, due, held_by = life_of(task)
  if task.state == 'claimed' and tonumber(ends) <= now then
    lose_claim(task, 'task-expired',
      'The lease of ' .. held_by .. ' expired: it died, hung or lost its connection.')
  elseif task.state == 'scheduled' and tonumber(due) <= now then
    make_ready(task, attempts, 'task-readied', ',"dueAt":null')
  end
end
