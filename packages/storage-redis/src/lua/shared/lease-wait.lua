-- Part: a place in the queue, kept or taken. Needs lease-refusal and the ARGV of leases/acquire.

local function take_place(asked, ticket)
  local ends_at = number(now + wait_ttl)
  redis.call('ZADD', waiter_ends, ends_at, grant_id)
  if ticket then return end
  leave_queue(grant_id)
  local place = number(redis.call('HINCRBY', meta, 'ticket', 1))
  redis.call('HSET', waiter, 'holder', holder, 'keys', keys, 'since', number(now))
  if details ~= '' then redis.call('HSET', waiter, 'details', details) end
  redis.call('ZADD', waiter_ends, ends_at, grant_id)
  redis.call('ZADD', waiter_order, place, grant_id)
  for _, wanted in ipairs(asked) do redis.call('ZADD', wanted_keys, 0, index_member(wanted, grant_id, holder)) end
end

local function refusal(asked, ahead, ticket, grants_from)
  local position
  if wait_ttl ~= '' then
    local held = held_in_space()
    if #held > 0 then
      local freed = leave_queue(grant_id)
      if freed then wake(freed) end
      return object('status', '"would_deadlock"', 'held', list(held))
    end
    take_place(asked, ticket)
    position = number(#ahead)
  end
  local conflicts, soonest = conflicts_of(asked, ahead)
  if not soonest and grants_from > now then soonest = grants_from end
  return object(
    'status', '"busy"',
    'conflicts', list(conflicts),
    'position', position,
    'nextDueAt', soonest and number(soonest))
end
