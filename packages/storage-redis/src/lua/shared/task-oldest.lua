-- Part: since when the longest ready task has been ready. Needs task-state.

-- Enough to see past tasks that were given back lately, whatever the backlog.
local LOOKED_AT = 200

-- Of each priority the first that was never claimed or delayed: all behind it came later. Those before it are asked.
local function oldest_of(bucket, oldest)
  for step = 0, 4 do
    local from, to = number(step * PRIORITY_STEP), '(' .. number((step + 1) * PRIORITY_STEP)
    for _, id in ipairs(redis.call('ZRANGEBYSCORE', bucket, from, to, 'LIMIT', 0, LOOKED_AT)) do
      local life = redis.call('HGET', prefix .. 'task:' .. id, 'life')
      local since = tonumber(string.match(life, '^%S+ %d+ %d+ %S+ (%d+)'))
      if not oldest or since < oldest then oldest = since end
      if string.find(life, '^ready 1 ') then break end
    end
  end
  return oldest
end
