-- Part: moves due delays and expired claims; any client heals the queue. Needs task-move, capability_sets, dedupe.

local HEALED_AT_ONCE = 100
local healed_now = {}

-- Seldom needed, and making functions costs a fifth of a claim: they are made when they are.
local function healer()
-- @include task-end
-- @include task-fail
-- @include task-lapse
  return heal_task, failures_with, cancel_dependents
end

-- True when nothing more is to be moved. Once a script: its time stands still.
local function heal(queue)
  if healed_now[queue] then return true end
  local healed = true
  for _, name in ipairs({ 'due', 'claimed' }) do
    local over = redis.call('ZRANGEBYSCORE', queue_key(queue, name), '-inf', now_text, 'LIMIT', 0, HEALED_AT_ONCE)
    if #over > 0 then
      local heal_one = healer()
      for _, id in ipairs(over) do heal_one(load_task(id)) end
    end
    healed = healed and #over < HEALED_AT_ONCE
  end
  healed_now[queue] = healed
  return healed
end
