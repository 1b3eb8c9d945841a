-- Part: what a failure leaves behind, and what it does to dependents. Needs task-end.

-- The last 10 failures with one more.
local function failures_with(task, message)
  local attempts, _, _, _, worker = life_of(task)
  local text = redis.call('HGET', prefix .. 'task:' .. task.id, 'failures')
  local failures = text and cjson.decode(text) or {}
  failures[#failures + 1] = { attempt = tonumber(attempts), at = now, message = message, worker = worker }
  if #failures > 10 then table.remove(failures, 1) end
  return cjson.encode(failures)
end

-- Whether this was the last try.
local function has_no_attempt_left(task)
  return tonumber((life_of(task))) >= tonumber(string.match(task.facts, '^%d+ %S %d %S+ (%d+)'))
end

-- Cancels what depends on a task that failed or was cancelled and wants that, through the whole chain.
local function cancel_dependents(of_id)
  local cancelled, stack = {}, { of_id }
  while #stack > 0 do
    local cause = table.remove(stack)
    for _, id in ipairs(redis.call('ZRANGE', prefix .. 'dependents:' .. cause, 0, -1)) do
      local task = load_task(id)
      if task.state == 'blocked' and string.find(task.facts, '^%d+ %S %d %S+ %d+ %S+ %S+ cancel ') then
        local reason = 'Its dependency ' .. cause .. ' failed or was cancelled.'
        end_task(task, 'cancelled', '0', 'task-cancelled', ',"cancelReason":' .. quote(reason), { 'reason', reason })
        append(cancelled, id)
        append(stack, id)
      end
    end
  end
  return cancelled
end
