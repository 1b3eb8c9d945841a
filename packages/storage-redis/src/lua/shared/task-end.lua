-- Part: how a task ends, and what its dependents do. Needs task-state, capability_sets, dedupe.

local CLAIM = { 'fence', 'worker', 'claimed', 'ends', 'due' }

-- The last 10 failures with one more.
local function failures_with(task, message)
  local text = redis.call('HGET', prefix .. 'task:' .. task.id, 'failures')
  local failures = text and cjson.decode(text) or {}
  failures[#failures + 1] = { attempt = tonumber(task.attempts), at = now, message = message, worker = task.worker }
  if #failures > 10 then table.remove(failures, 1) end
  return cjson.encode(failures)
end

local function end_task(task, state, kind, change)
  append(change.fields, 'ended', now_text)
  change.shown = change.shown .. ',"endedAt":' .. now_text .. ',"claim":null'
  change.gone = CLAIM
  if task.requires ~= '' and redis.call('HINCRBY', capability_sets, task.requires, -1) <= 0 then
    redis.call('HDEL', capability_sets, task.requires)
  end
  if task.dedupe then redis.call('HDEL', dedupe, task.queue .. ' ' .. task.dedupe) end
  move(task, state, kind, change)
end

-- Cancels what depends on a task that failed or was cancelled and wants that, through the whole chain.
local function cancel_dependents(of_id)
  local cancelled, stack = {}, { of_id }
  while #stack > 0 do
    local cause = table.remove(stack)
    for _, id in ipairs(redis.call('ZRANGE', prefix .. 'dependents:' .. cause, 0, -1)) do
      local task = load_task(id)
      if task.on_failure == 'cancel' and task.state == 'blocked' then
        local reason = 'a task it depends on did not complete: ' .. cause
        end_task(task, 'cancelled', 'task-cancelled', {
          fields = { 'reason', reason },
          shown = ',"cancelReason":' .. quote(reason),
        })
        append(cancelled, id)
        append(stack, id)
      end
    end
  end
  return cancelled
end

local function ready_or_scheduled(task)
  return task.due and tonumber(task.due) > now and 'scheduled' or 'ready'
end

local function free_dependents(of_id)
  local waiting = prefix .. 'dependents:' .. of_id
  local ids = redis.call('ZRANGE', waiting, 0, -1)
  if #ids == 0 then return end
  for _, id in ipairs(ids) do
    local task = load_task(id)
    if task.state == 'blocked' and redis.call('HINCRBY', prefix .. 'task:' .. id, 'unmet', -1) == 0 then
      move(task, ready_or_scheduled(task), 'task-readied', {})
    end
  end
  redis.call('DEL', waiting)
end
