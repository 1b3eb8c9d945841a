-- Part: what a worker says of its claim. Needs task-heal and the ARGV of queues/settle.

local function complete(task)
  local change = { fields = {}, shown = '' }
  if result ~= '' then
    append(change.fields, 'result', result)
    change.shown = ',"result":' .. result
  end
  end_task(task, 'completed', 'task-completed', change)
  free_dependents(task.id)
end

local function fail(task)
  local failures = failures_with(task, message)
  local change = { fields = { 'failures', failures }, shown = ',"failures":' .. failures }
  end_task(task, 'failed', 'task-failed', change)
  cancel_dependents(task.id)
end

local function try_again(task)
  if tonumber(task.attempts) >= tonumber(task.max_attempts) then return fail(task) end
  local failures = failures_with(task, message)
  local change = { fields = { 'failures', failures }, gone = CLAIM, shown = ',"failures":' .. failures .. ',"claim":null' }
  if tonumber(delay) == 0 then return move(task, 'ready', 'task-retried', change) end
  task.due = number(now + delay)
  append(change.fields, 'due', task.due)
  change.shown = change.shown .. ',"dueAt":' .. task.due
  change.gone = { 'fence', 'worker', 'claimed', 'ends' }
  move(task, 'scheduled', 'task-retried', change)
end

-- Given back unworked: the attempt is not counted.
local function give_back(task)
  local attempts = number(task.attempts - 1)
  local shown = ',"attempts":' .. attempts .. ',"claim":null'
  if message ~= '' then shown = shown .. ',"reason":' .. quote(message) end
  move(task, 'ready', 'task-released', { fields = { 'attempts', attempts }, gone = CLAIM, shown = shown })
end

local OUTCOMES = { complete = complete, retry = try_again, bury = fail, release = give_back }

local function settle(task)
  OUTCOMES[kind](task)
end
