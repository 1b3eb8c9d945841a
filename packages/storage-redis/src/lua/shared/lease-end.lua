-- Part: the end of a grant, whatever its reason. Needs lease-queue, event, grant_ends, grant_order, held_keys, prefix.
-- @include lease-grant

local BATCH = 64

-- Removes marks and indexes, writes the event and wakes who waited for the keys.
local function end_grant(grant_id, fields, kind, event_fields)
  redis.call('DEL', prefix .. 'grant:' .. grant_id)
  redis.call('ZREM', grant_ends, grant_id)
  redis.call('ZREM', grant_order, grant_id)
  redis.call('SREM', prefix .. 'holder:' .. fields.holder, grant_id)
  local keys = cjson.decode(fields.keys)
  for _, held in ipairs(keys) do redis.call('ZREM', held_keys, index_member(held, grant_id, fields.holder)) end
  mark_all(keys, fields.holder, -1)
  event(kind, 'lease/' .. grant_id, nil, event_fields or '{}')
  wake(keys)
end

-- Clears expired grants and silent waiters; false when there were more of them than one call clears.
local function reap()
  local silent = redis.call('ZRANGEBYSCORE', waiter_ends, '-inf', number(now), 'LIMIT', 0, BATCH)
  for _, grant_id in ipairs(silent) do leave_queue(grant_id) end
  local expired = redis.call('ZRANGEBYSCORE', grant_ends, '-inf', number(now), 'LIMIT', 0, BATCH)
  for _, grant_id in ipairs(expired) do
    end_grant(grant_id, hash_of(prefix .. 'grant:' .. grant_id), 'lease-expired')
  end
  return #expired < BATCH
end
