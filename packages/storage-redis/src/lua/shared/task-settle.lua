-- Part: what a worker says of its claim. Needs task-heal, task-end and the words of a call of queues/settle.

local function complete(task, attempts, awaited)
  if result == '' then
    end_task(task, 'completed', attempts, 'task-completed', '')
  else
    end_task(task, 'completed', attempts, 'task-completed', ',"result":' .. result, { 'result', result })
  end
  if awaited then seldom().free_dependents(task.id) end
end

local function fail(task, attempts)
  local tools = seldom()
  local failures = tools.failures_with(task, message)
  local shown, fields = ',"failures":' .. failures, { 'failures', failures }
  if kind == 'bury' or tools.has_no_attempt_left(task) then
    end_task(task, 'failed', attempts, 'task-failed', shown, fields)
    return tools.cancel_dependents(task.id)
  end
  shown = shown .. ',"claim":null'
  if tonumber(delay) == 0 then return tools.make_ready(task, attempts, 'task-retried', shown, fields) end
  local due = number(now + delay)
  tools.schedule(task, attempts, due, 'task-retried', shown .. ',"dueAt":' .. due, fields)
end

-- Given back unworked: the attempt is not counted.
local function give_back(task, attempts)
  attempts = number(attempts - 1)
  local shown = ',"attempts":' .. attempts .. ',"claim":null'
  if message ~= '' then shown = shown .. ',"reason":' .. quote(message) end
  seldom().make_ready(task, attempts, 'task-released', shown)
end

local function settle(task, attempts, awaited)
  if kind == 'complete' then return complete(task, attempts, awaited) end
  if kind == 'release' then return give_back(task, attempts) end
  fail(task, attempts)
end
