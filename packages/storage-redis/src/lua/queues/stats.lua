-- queues/stats: counts every state of one queue.
-- KEYS: meta events spare capability_sets dedupe
-- ARGV: server prefix queue
-- Reply: {healed, counts, oldestReadyAt?, readyByRequires}
-- @include open-end
-- @include object
-- @include task-state
-- @include task-move
-- @include task-heal

local healed = heal(queue)
local counts = {}
for _, state in ipairs({ 'blocked', 'scheduled', 'ready', 'claimed', 'completed', 'failed', 'cancelled' }) do
  append(counts, state, number(redis.call('ZCARD', queue_key(queue, state))))
end

local sets = redis.call('HKEYS', capability_sets)
append(sets, '')
local by_requires = {}
for _, requires in ipairs(sets) do
  local ready = redis.call('ZCARD', bucket_key(queue, requires, ''))
  if ready > 0 then
    append(by_requires, object('requires', quote(requires), 'ready', number(ready)))
  end
end
local oldest = redis.call('ZRANGE', queue_key(queue, 'ready'), 0, 0, 'WITHSCORES')[2]
return finish(object(
  'healed', healed and 'true' or 'false',
  'counts', object(unpack(counts)),
  'oldestReadyAt', oldest and number(oldest),
  'readyByRequires', list(by_requires)))
