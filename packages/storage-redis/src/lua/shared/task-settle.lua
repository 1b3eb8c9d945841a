-- Part: how a worker's claim ends, whatever it says. Needs task-ready, task-fail and the words of a call of queues/settle.

local function complete(task, attempts, result, awaited)
  if result == '' then
    end_task(task, 'completed', attempts, 'task-completed', '')
  else
    end_task(task, 'completed', attempts, 'task-completed', ',"result":' .. result, { 'result', result })
  end
  if awaited then free_dependents(task.id) end
end

-- delay: nil to bury it, whatever attempts are left.
local function fail(task, attempts, message, delay)
  local failures = failures_with(task, message)
  local shown, fields = ',"failures":' .. failures, { 'failures', failures }
  if not delay or has_no_attempt_left(task) then
    end_task(task, 'failed', attempts, 'task-failed', shown, fields)
    return cancel_dependents(task.id)
  end
  shown = shown .. ',"claim":null'
  if tonumber(delay) == 0 then return make_ready(task, attempts, 'task-retried', shown, fields) end
  local due = number(now + delay)
  schedule(task, attempts, due, 'task-retried', shown .. ',"dueAt":' .. due, fields)
end

-- Given back unworked: the attempt is not counted.
local function give_back(task, attempts, reason)
  attempts = number(attempts - 1)
  local shown = ',"attempts":' .. attempts .. ',"claim":null'
  if reason ~= '' then shown = shown .. ',"reason":' .. quote(reason) end
  make_ready(task, attempts, 'task-released', shown)
end

-- The state of the task then, nil where there is none; true where it was settled.
local function settle(task_id, fence, outcome)
  local task, awaited = load_task(task_id)
  if not task then return nil end
  local attempts, held_fence, ends = life_of(task)
  if task.state ~= 'claimed' or held_fence ~= fence and tonumber(ends) > now then return task.state end
  if tonumber(ends) <= now then
    heal_task(task)
    return task.state
  end
  local kind, text = string.match(outcome, '^(%l+) ?(.*)$')
  if kind == 'complete' then
    complete(task, attempts, text, awaited)
  elseif kind == 'release' then
    give_back(task, attempts, text)
  elseif kind == 'bury' then
    fail(task, attempts, text, nil)
  else
    local delay, message = string.match(text, '^(%d+) (.*)$')
    fail(task, attempts, message, delay)
  end
  return task.state, true
end
