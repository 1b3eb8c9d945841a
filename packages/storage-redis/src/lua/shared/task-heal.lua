-- Part: moves due delays and expired claims; any client heals the queue. Needs task-state, capability_sets, dedupe.

local HEALED_AT_ONCE = '100'

-- Seldom needed, and making functions costs a fifth of a claim: they are made when they are.
local function healer()
-- @include task-end
-- @include task-lapse
  return heal_task
end

-- True when nothing more is to be moved.
local function heal(queue)
  local healed = true
  for _, name in ipairs({ 'due', 'claimed' }) do
    local over = redis.call('ZRANGEBYSCORE', queue_key(queue, name), '-inf', now_text, 'LIMIT', '0', HEALED_AT_ONCE)
    if #over > 0 then
      local heal_one = healer()
      for _, id in ipairs(over) do heal_one(load_task(id)) end
    end
    healed = healed and #over < tonumber(HEALED_AT_ONCE)
  end
  return healed
end
