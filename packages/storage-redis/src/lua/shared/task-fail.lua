-- Part: what a failure leaves behind, and what it does to dependents. Needs task-end.

-- The last 10 failures with one more.
local function failures_with(task, message)
  local text = redis.call('HGET', prefix .. 'task:' .. task.id, 'failures')
  local failures = text and cjson.decode(text) or {}
  failures[#failures + 1] = { attempt = tonumber(task.attempts), at = now, message = message, worker = task.worker }
  if #failures > 10 then table.remove(failures, 1) end
  return cjson.encode(failures)
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
        end_task(task, 'cancelled', 'task-cancelled', ',"cancelReason":' .. quote(reason), { 'reason', reason })
        append(cancelled, id)
        append(stack, id)
      end
    end
  end
  return cancelled
end
