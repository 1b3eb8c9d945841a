-- queues/stats: counts every state of one queue.
-- KEYS: meta events spare
-- ARGV: server prefix queue
-- Reply: {healed, counts, oldestReadyAt?, readyByRequires}
-- ADMISSION: only to heal
-- @include open-end
-- @include object
-- @include task-state
-- @include task-move
-- @include task-end
-- @include task-fail
-- @include task-ready
-- @include task-lapse
-- @include task-heal
-- @include task-oldest

local healed = heal(queue)
local sets = redis.call('HKEYS', capability_sets)
append(sets, '')
table.sort(sets)
local by_requires, ready, oldest = {}, 0, nil
for _, requires in ipairs(sets) do
  local bucket = bucket_key(queue, requires, '')
  local count = redis.call('ZCARD', bucket)
  if count > 0 then
    ready = ready + count
    append(by_requires, object('requires', quote(requires), 'ready', number(count)))
    oldest = oldest_of(bucket, oldest)
  end
end

local counts = { 'ready', number(ready) }
for _, state in ipairs({ 'blocked', 'scheduled', 'claimed', 'completed', 'failed', 'cancelled' }) do
  append(counts, state, number(redis.call('ZCARD', queue_key(queue, state))))
end
return finish(object(
  'healed', healed and 'true' or 'false',
  'counts', object(unpack(counts)),
  'oldestReadyAt', oldest and number(oldest),
  'readyByRequires', list(by_requires)))
