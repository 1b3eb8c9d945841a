-- leases/release: gives a grant back, or leaves the queue.
-- KEYS: meta events session
-- ARGV: server prefix slot sequence hash open grant_id fence
-- Reply: {status: released | left | gone}
-- MEMORY: none (works on a full server)
-- @include envelope
-- @include lease-remove

local grant = redis.call('GET', prefix .. 'grant:' .. grant_id)
local freed, reply = nil, '{"status":"left"}'
if grant then
  local held_fence, ends, due, holder, places =
    string.match(grant, '^(%d+) (%d+) %d+ %d+ (%d+)\n([^\n]*)\n[^\n]*\n[^\n]*\n(.*)$')
  if fence ~= '' and fence ~= held_fence then return finish('{"status":"gone"}') end
  local expired = ends <= now_text
  reply = expired and '{"status":"gone"}' or '{"status":"released"}'
  remove_grant(grant_id, holder, places, held_fence, due)
  event(expired and 'lease-expired' or 'lease-released', 'lease/' .. grant_id, nil, '{}')
  freed = redis.call('EXISTS', prefix .. 'waiter-order') == 1 and places
end
if freed or not grant then
-- @include lease-queue
  freed = freed or leave_queue(grant_id)
  if not freed then return finish('{"status":"gone"}') end
  wake(freed)
end
return finish(reply)
