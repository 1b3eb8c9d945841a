-- queues/evict: ends every claim of a worker that is known to be dead.
-- KEYS: meta events session
-- ARGV: server prefix slot sequence hash open worker reason
-- Reply: {taskIds}
-- MEMORY: none (works on a full server)
-- @include envelope
-- @include object
-- @include task-state
-- @include task-move
-- @include task-end
-- @include task-fail
-- @include task-ready
-- @include task-lapse

local ids = {}
for _, queue in ipairs(redis.call('SMEMBERS', queues)) do
  for _, id in ipairs(redis.call('ZRANGE', queue_key(queue, 'claimed'), 0, -1)) do
    local task = load_task(id)
    local _, _, ends, _, held_by = life_of(task)
    if held_by == worker and tonumber(ends) > now then
      lose_claim(task, 'task-evicted', reason)
      append(ids, quote(id))
    end
  end
end
return finish(object('taskIds', list(ids)))
