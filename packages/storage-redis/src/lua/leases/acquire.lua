-- leases/acquire: grants all keys of a request, or says who is in the way.
-- KEYS: meta events session grant waiter holder_grants grant_ends grant_order held_keys marks waiter_ends waiter_order wanted_keys
-- ARGV: server prefix slot sequence hash open grant_id holder keys space ttl details wait_ttl min_fence
-- Reply: {status: granted, grant} | {status: busy, conflicts, position?, nextDueAt?} | {status: retry} | {status: would_deadlock, held}
-- @include envelope
-- @include fence
-- @include object
-- @include lease-marks
-- @include lease-overlap
-- @include lease-queue
-- @include lease-end

local cleared = reap()
local held = hash_of(grant)
if held.ends and tonumber(held.ends) > now then
  if held.holder ~= holder then
-- @include refuse
    return refuse('already_exists', object('grantId', quote(grant_id)))
  end
  return finish(object('status', '"granted"', 'grant', grant_text(grant_id, held)))
end
if held.ends then end_grant(grant_id, held, 'lease-expired') end

local asked = cjson.decode(keys)
local ahead, ticket, somebody_waits = {}, nil, redis.call('EXISTS', waiter_order) == 1
if somebody_waits then
  local waits_until = tonumber(redis.call('ZSCORE', waiter_ends, grant_id) or 0)
  ticket = waits_until > now and tonumber(redis.call('ZSCORE', waiter_order, grant_id)) or nil
  ahead = waiters_for(asked, holder, ticket)
end
local excluded = false
for _, wanted in ipairs(asked) do excluded = excluded or is_excluded(wanted, holder) end

-- A server that may have forgotten leases grants nothing before the longest of them is over.
local grants_from, longest = unpack(redis.call('HMGET', meta, 'grants_from', 'longest'))
grants_from = tonumber(grants_from or 0)
if excluded or #ahead > 0 or grants_from > now then
  if not cleared then return finish('{"status":"retry"}') end
-- @include lease-refusal
-- @include lease-wait
  return finish(refusal(asked, ahead, ticket, grants_from))
end

local freed = somebody_waits and leave_queue(grant_id)
local fields = {
  holder = holder,
  keys = keys,
  fence = number(next_fence(min_fence)),
  ttl = ttl,
  acquired = number(now),
  ends = number(now + ttl),
  details = details ~= '' and details or nil,
}
redis.call('HSET', grant, 'holder', holder, 'keys', keys, 'space', space, 'fence', fields.fence, 'ttl', ttl,
  'acquired', fields.acquired, 'ends', fields.ends)
if fields.details then redis.call('HSET', grant, 'details', details) end
redis.call('ZADD', grant_ends, fields.ends, grant_id)
redis.call('ZADD', grant_order, fields.fence, grant_id)
redis.call('SADD', holder_grants, grant_id)
for _, wanted in ipairs(asked) do redis.call('ZADD', held_keys, 0, index_member(wanted, grant_id, holder)) end
mark_all(asked, holder, 1)
if tonumber(ttl) > tonumber(longest or 0) then redis.call('HSET', meta, 'longest', ttl) end
local granted = grant_text(grant_id, fields)
event('lease-granted', 'lease/' .. grant_id, nil, granted)
-- Shared waiters that stood behind this one may go as well.
if freed then wake(freed) end
return finish(object('status', '"granted"', 'grant', granted))
