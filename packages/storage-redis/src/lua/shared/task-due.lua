-- Part: what meta knows of a queue: the first time at which something of it may be due, `-` where nothing is. A claim
-- reads that with all the rest, and need not look at the sets of scheduled and claimed tasks. It may be too early,
-- never too late. Needs meta.

local function due_by(queue, at)
  local first = redis.call('HGET', meta, 'queue ' .. queue)
  if not first or first == '-' or tonumber(at) < tonumber(first) then redis.call('HSET', meta, 'queue ' .. queue, at) end
end
