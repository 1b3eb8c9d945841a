-- Part: moves due delays and expired claims; any client heals the queue. Needs task-end.

local HEALED_AT_ONCE = 100

-- An attempt that ended without a settlement stays counted; the last one sends the task to the dead letter.
local function lose_claim(task, kind, message)
  local failures = failures_with(task, message)
  local change = { fields = { 'failures', failures }, shown = ',"failures":' .. failures, gone = CLAIM }
  if tonumber(task.attempts) >= tonumber(task.max_attempts) then
    end_task(task, 'failed', kind, change)
    cancel_dependents(task.id)
  else
    change.shown = change.shown .. ',"claim":null'
    move(task, 'ready', kind, change)
  end
end

local function heal_task(task)
  if task.state == 'claimed' and tonumber(task.ends) <= now then
    lose_claim(task, 'task-expired', 'the claim expired')
  elseif task.state == 'scheduled' and tonumber(task.due) <= now then
    move(task, 'ready', 'task-readied', { gone = { 'due' }, shown = ',"dueAt":null' })
  end
end

-- True when nothing more is to be moved.
local function heal(queue)
  local healed = true
  for _, name in ipairs({ 'due', 'claimed' }) do
    local over = redis.call('ZRANGEBYSCORE', queue_key(queue, name), '-inf', now_text, 'LIMIT', 0, HEALED_AT_ONCE)
    for _, id in ipairs(over) do heal_task(load_task(id)) end
    healed = healed and #over < HEALED_AT_ONCE
  end
  return healed
end
