-- Part: how a worker's claim ends otherwise than well. Needs task-heal and the words of a call of queues/settle.

local function fail(task, attempts, tools)
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
local function give_back(task, attempts, tools)
  attempts = number(attempts - 1)
  local shown = ',"attempts":' .. attempts .. ',"claim":null'
  if message ~= '' then shown = shown .. ',"reason":' .. quote(message) end
  tools.make_ready(task, attempts, 'task-released', shown)
end
