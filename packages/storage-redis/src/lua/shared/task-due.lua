-- Part: the first time at which something of a queue may be due is kept in meta, so that a claim need not look at the
-- sets of scheduled and claimed tasks. It may be too early, never too late. Needs meta.

local function due_by(queue, at)
  local first = redis.call('HGET', meta, 'due ' .. queue)
  if not first or tonumber(at) < tonumber(first) then redis.call('HSET', meta, 'due ' .. queue, at) end
end
