-- leases/acquire: grants all keys of a request, or says who is in the way.
-- KEYS: meta events session
-- ARGV: server prefix slot sequence hash open grant_id holder places facts ttl details wait_ttl min_fence
-- Reply: {status: granted, grant} | {status: busy, conflicts, position?, nextDueAt?} | {status: retry} | {status: would_deadlock, held}
-- MEMORY: first write
-- @include envelope-head

-- places: one line a key, a class and the key (see lease-places). facts: what never changes of a grant, as JSON fields.
local held, grant = prefix .. 'held', prefix .. 'grant:' .. grant_id
local cares = redis.call('HMGET', meta, 'calm', 'longest')
local calm, longest = cares[1], cares[2]
local single = not string.find(places, '\n', 1, true)

-- Before `calm` nothing expires, nobody waits, and what is held is single files: to look at this one is enough.
-- Moments are compared as texts, for all have 13 digits.
local swift = calm and calm > now_text and single and string.byte(places) == 120
  and redis.call('EXISTS', grant) == 0
  and redis.call('ZLEXCOUNT', held, '[' .. places .. '\n', '(' .. places .. '\v') == 0
local freed, wake_those, undisturbed
if not swift then
-- @include lease-care
end

-- @inline next-fence: min_fence
local fence = last_fence == micros and micros_text or format('%d', last_fence)
local ends = format('%d', now + ttl)
redis.call('SET', grant, fence .. ' ' .. ends .. ' ' .. ttl .. ' ' .. now_text .. ' ' .. ends .. '\n' .. holder .. '\n'
  .. facts .. '\n' .. details .. '\n' .. places)
if single then
  redis.call('ZADD', held, 0, 'f' .. fence .. grant_id, 0, 'e' .. ends .. grant_id,
    0, places .. '\n' .. grant_id .. '\n' .. holder, 0, 'h' .. holder .. '\n' .. places .. '\n' .. grant_id)
else
  redis.call('ZADD', held, 0, 'f' .. fence .. grant_id, 0, 'e' .. ends .. grant_id)
  for place in string.gmatch(places, '[^\n]+') do
    redis.call('ZADD', held, 0, place .. '\n' .. grant_id .. '\n' .. holder,
      0, 'h' .. holder .. '\n' .. place .. '\n' .. grant_id)
  end
end
if ttl ~= longest and tonumber(ttl) > tonumber(longest or 0) then redis.call('HSET', meta, 'longest', ttl) end
local granted = '{' .. facts .. ',"fence":' .. fence .. ',"ttlMs":' .. ttl .. ',"acquiredAt":' .. now_text
  .. ',"expiresAt":' .. ends .. (details == '' and '}' or ',"details":' .. details .. '}')
-- @inline event-entry: 'lease-granted' | 'lease/' .. grant_id | nil | granted
local calm_until = undisturbed and string.sub(redis.call('ZRANGEBYLEX', held, '[e', '(f', 'LIMIT', 0, 1)[1], 2, 14)
  or swift and (calm > ends and ends or calm) or '0'
if calm ~= calm_until then redis.call('HSET', meta, 'calm', calm_until) end
-- Shared waiters that stood behind this one may go as well.
if freed then wake_those(freed) end
local reply = '{"status":"granted","grant":' .. granted .. '}'
-- @inline finish-straight: reply
return { reply }
