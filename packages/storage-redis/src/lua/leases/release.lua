-- leases/release: gives a grant back, or leaves the queue.
-- KEYS: meta events session
-- ARGV: server prefix slot sequence hash open grant_id fence
-- Reply: {status: released | left | gone}
-- MEMORY: none (works on a full server)
-- @include envelope-head

local grant = redis.call('GET', prefix .. 'grant:' .. grant_id)
local reply, freed = grant and '{"status":"gone"}' or '{"status":"left"}', nil
if grant then
  local held_fence, ends, due, holder, places =
    string.match(grant, '^(%d+) (%d+) %d+ %d+ (%d+)\n([^\n]*)\n[^\n]*\n[^\n]*\n(.*)$')
  if fence == '' or fence == held_fence then
    local kind = 'lease-expired'
    if ends > now_text then reply, kind = '{"status":"released"}', 'lease-released' end
-- @inline lease-take-out: grant_id | holder | places | held_fence | due
-- @inline event-entry: kind | 'lease/' .. grant_id | nil | '{}'
    freed = redis.call('EXISTS', prefix .. 'waiter-order') == 1 and places
  end
end
if freed or not grant then
-- @include lease-queue
  freed = freed or leave_queue(grant_id)
  if freed then wake(freed) else reply = '{"status":"gone"}' end
end
-- @inline finish-straight: reply
return { reply }
