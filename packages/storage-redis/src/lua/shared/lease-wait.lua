-- Part: a place in the queue, kept or taken. Needs lease-refusal and the ARGV of leases/acquire.

local function take_place(ticket)
  local ends_at = format('%d', now + wait_ttl)
  redis.call('ZADD', waiter_ends, ends_at, grant_id)
  if ticket then return end
  leave_queue(grant_id)
  local place, waiter = format('%d', redis.call('HINCRBY', meta, 'ticket', 1)), prefix .. 'waiter:' .. grant_id
  redis.call('HSET', waiter, 'holder', holder, 'places', places, 'facts', facts, 'since', now_text)
  if details ~= '' then redis.call('HSET', waiter, 'details', details) end
  redis.call('ZADD', waiter_ends, ends_at, grant_id)
  redis.call('ZADD', waiter_order, place, grant_id)
  for wish in string.gmatch(places, '[^\n]+') do
    redis.call('ZADD', wanted, 0, wish .. '\n' .. grant_id .. '\n' .. holder)
  end
  -- From now on a request must look whether it stands behind this one.
  if calm ~= '0' then redis.call('HSET', meta, 'calm', '0') end
end

local function refusal(ahead, ticket, grants_from)
  local position
  if wait_ttl ~= '' then
    local own = held_in_space()
    if #own > 0 then
      local left = leave_queue(grant_id)
      if left then wake(left) end
      return object('status', '"would_deadlock"', 'held', list(own))
    end
    take_place(ticket)
    position = format('%d', #ahead)
  end
  local conflicts, soonest = conflicts_of(ahead)
  if not soonest and grants_from > now then soonest = grants_from end
  return object(
    'status', '"busy"',
    'conflicts', list(conflicts),
    'position', position,
    'nextDueAt', soonest and format('%d', soonest))
end
