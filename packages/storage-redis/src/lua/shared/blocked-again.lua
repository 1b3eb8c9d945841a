-- Part: a copy that was taken over in the middle may hold a dependency that has ended and a dependent that has not heard of
-- it. Looks at all blocked tasks, once at each take-over. Needs head, event, meta, prefix.
-- @include task-state
-- @include task-move
-- @include task-end
-- @include task-fail
-- @include task-ready

local function missed_dependency(depends_on)
  for id in string.gmatch(depends_on or '', '%S+') do
    local life = redis.call('HGET', prefix .. 'task:' .. id, 'life')
    local state = life and string.match(life, '^%S+')
    if state == 'failed' or state == 'cancelled' then return id end
  end
end

for _, queue in ipairs(redis.call('SMEMBERS', queues)) do
  for _, id in ipairs(redis.call('ZRANGE', queue_key(queue, 'blocked'), 0, -1)) do
    local task = load_task(id)
    local unmet, depends_on = unpack(redis.call('HMGET', prefix .. 'task:' .. id, 'unmet', 'depends_on'))
    if task.state == 'blocked' and tonumber(unmet or 0) <= 0 then
      unblock(task)
    elseif task.state == 'blocked' then
      local missed = missed_dependency(depends_on)
      if missed then cancel_dependents(missed) end
    end
  end
end
