-- Part: the end of a grant, whatever its reason. Needs lease-queue, event, prefix.
-- @include lease-grant
-- @include lease-remove

local BATCH = 64

-- Removes it, writes the event and wakes who waited for its places.
local function end_grant(grant, kind, event_fields)
  remove_grant(grant.id, grant.holder, grant.places, grant.fence, grant.due)
  event(kind, 'lease/' .. grant.id, nil, event_fields or '{}')
  wake(grant.places)
end

-- Clears expired grants and silent waiters; false when there were more of them than one call clears.
local function reap()
  local silent = redis.call('ZRANGEBYSCORE', waiter_ends, '-inf', now_text, 'LIMIT', 0, BATCH)
  for _, grant_id in ipairs(silent) do leave_queue(grant_id) end
  local due = redis.call('ZRANGEBYLEX', held, '[e', '(e' .. format('%d', now + 1), 'LIMIT', 0, BATCH)
  for _, member in ipairs(due) do
    local grant = grant_of(string.sub(member, 15))
    if grant.ends > now then
      -- It was renewed since: the index learns of that only now.
      redis.call('ZREM', held, member)
      redis.call('ZADD', held, 0, 'e' .. grant.ends_text .. grant.id)
      redis.call('SET', prefix .. 'grant:' .. grant.id, grant.fence .. ' ' .. grant.ends_text .. ' ' .. grant.ttl
        .. ' ' .. grant.acquired .. ' ' .. grant.ends_text .. grant.rest)
    else
      end_grant(grant, 'lease-expired')
    end
  end
  return #due < BATCH
end
