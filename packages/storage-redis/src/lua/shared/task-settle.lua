-- Part: what a worker says of its claim. Needs task-heal, task-end and the words of a call of queues/settle.

local function complete(task)
  if result == '' then
    end_task(task, 'completed', 'task-completed', '')
  else
    end_task(task, 'completed', 'task-completed', ',"result":' .. result, { 'result', result })
  end
  if task.awaited then free_dependents(task.id) end
end

local function fail(task, retryable)
  local _, failures_with, cancel_dependents = healer()
  local failures = failures_with(task, message)
  local shown, fields = ',"failures":' .. failures, { 'failures', failures }
  if not retryable or tonumber(task.attempts) >= tonumber(task.max_attempts) then
    end_task(task, 'failed', 'task-failed', shown, fields)
    return cancel_dependents(task.id)
  end
  shown = shown .. ',"claim":null'
  if tonumber(delay) == 0 then return move(task, 'ready', 'task-retried', shown, fields) end
  task.due = number(now + delay)
  move(task, 'scheduled', 'task-retried', shown .. ',"dueAt":' .. task.due, fields)
end

-- Given back unworked: the attempt is not counted.
local function give_back(task)
  task.attempts = number(task.attempts - 1)
  local shown = ',"attempts":' .. task.attempts .. ',"claim":null'
  if message ~= '' then shown = shown .. ',"reason":' .. quote(message) end
  move(task, 'ready', 'task-released', shown)
end

local function settle(task)
  if kind == 'complete' then return complete(task) end
  if kind == 'release' then return give_back(task) end
  fail(task, kind == 'retry')
end
