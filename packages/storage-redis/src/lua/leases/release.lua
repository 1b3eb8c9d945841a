-- leases/release: gives a grant back, or leaves the queue.
-- KEYS: meta events session grant grant_ends grant_order held_keys marks waiter_ends waiter_order wanted_keys
-- ARGV: server prefix slot sequence hash open grant_id fence
-- Reply: {status: released | left | gone}
-- MEMORY: none (works on a full server)
-- @include envelope
-- @include object
-- @include lease-marks
-- @include lease-overlap
-- @include lease-queue
-- @include lease-end

local held = hash_of(grant)
if not held.ends then
  local freed = leave_queue(grant_id)
  if not freed then return finish('{"status":"gone"}') end
  wake(freed)
  return finish('{"status":"left"}')
end
if fence ~= '' and fence ~= held.fence then return finish('{"status":"gone"}') end
local expired = tonumber(held.ends) <= now
end_grant(grant_id, held, expired and 'lease-expired' or 'lease-released')
return finish(object('status', expired and '"gone"' or '"released"'))
