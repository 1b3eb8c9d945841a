-- Part: moves due delays and expired claims; any client heals the queue. Needs task-lapse.

local HEALED_AT_ONCE = 100

-- Those of one set whose time is over; true when there are no more of them.
local function heal_set(key)
  local over = redis.call('ZRANGEBYSCORE', key, '-inf', now_text, 'LIMIT', 0, HEALED_AT_ONCE)
  for _, id in ipairs(over) do heal_task((load_task(id))) end
  return #over < HEALED_AT_ONCE
end

-- When the first of a set is due; nil where it is empty.
local function first_due(key)
  return redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')[2]
end

-- True when nothing more is to be moved.
local function heal(queue)
  local due = heal_set(queue_key(queue, 'due'))
  local all = heal_set(queue_key(queue, 'claimed')) and due
  local next_due, next_end = first_due(queue_key(queue, 'due')), first_due(queue_key(queue, 'claimed'))
  local first = next_due and next_end and math.min(next_due, next_end) or next_due or next_end
  -- A queue that nobody has pushed to stays unknown.
  if first or redis.call('HEXISTS', meta, 'queue ' .. queue) == 1 then
    redis.call('HSET', meta, 'queue ' .. queue, first and number(first) or '-')
  end
  return all
end
