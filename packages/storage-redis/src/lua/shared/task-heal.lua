-- Part: moves due delays and expired claims; any client heals the queue. Needs task-move, capability_sets, dedupe.

local HEALED_AT_ONCE = 100
local healed_now = {}

-- Seldom needed, and every function made costs: these are made when they are.
local function seldom()
-- @include object
-- @include task-end
-- @include task-fail
-- @include task-ready
-- @include task-lapse
  return {
    heal_task = heal_task, failures_with = failures_with, has_no_attempt_left = has_no_attempt_left,
    cancel_dependents = cancel_dependents, free_dependents = free_dependents, make_ready = make_ready,
    schedule = schedule,
  }
end

-- Those of one set whose time is over; true when there are no more of them.
local function heal_set(key)
  local over = redis.call('ZRANGEBYSCORE', key, '-inf', now_text, 'LIMIT', 0, HEALED_AT_ONCE)
  if #over == 0 then return true end
  local heal_task = seldom().heal_task
  for _, id in ipairs(over) do heal_task((load_task(id))) end
  return #over < HEALED_AT_ONCE
end

-- True when nothing more is to be moved. Once a script: its time stands still.
local function heal(queue)
  if not healed_now[queue] then
    local due = heal_set(queue_key(queue, 'due'))
    healed_now[queue] = heal_set(queue_key(queue, 'claimed')) and due
  end
  return healed_now[queue]
end
