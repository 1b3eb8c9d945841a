-- Part: a request that may meet others: clears what is over, and grants, queues or refuses. For leases/acquire, whose
-- names it uses; goes on where the request is to be granted.
-- @include event
-- @include finish
-- @include object
-- @include lease-queue
-- @include lease-end

-- On a full server this is refused; what is cleared needs no memory, and would let all else through.
redis.call('HSET', session, 'opened', fresh and opened or now_text)
local cleared = reap()
local known_grant = grant_of(grant_id)
if known_grant and known_grant.ends > now then
  if known_grant.holder ~= holder then
-- @include refuse
    return refuse('already_exists', object('grantId', quote(grant_id)))
  end
  return finish(object('status', '"granted"', 'grant', grant_text(known_grant)))
end
if known_grant then end_grant(known_grant, 'lease-expired') end

local ahead, ticket, somebody_waits = {}, nil, redis.call('EXISTS', waiter_order) == 1
if somebody_waits then
  local waits_until = tonumber(redis.call('ZSCORE', waiter_ends, grant_id) or 0)
  ticket = waits_until > now and tonumber(redis.call('ZSCORE', waiter_order, grant_id)) or nil
  ahead = waiters_for(places, holder, ticket)
end

-- A server that may have forgotten leases grants nothing before the longest of them is over.
local grants_from = tonumber(redis.call('HGET', meta, 'grants_from') or 0)
local excluded = is_excluded(places, holder)
if excluded or #ahead > 0 or grants_from > now then
  if not cleared then return finish('{"status":"retry"}') end
-- @include lease-refusal
-- @include lease-wait
  return finish(refusal(ahead, ticket, grants_from))
end
freed, wake_those = somebody_waits and leave_queue(grant_id), wake
-- What makes others look further than at the file they want; see `calm` in leases/acquire.
undisturbed = redis.call('EXISTS', waiter_order) == 0 and not string.find('\n' .. places, '\n[XSs]')
for class in string.gmatch('XSs', '.') do undisturbed = undisturbed and not has_class(held, class) end
