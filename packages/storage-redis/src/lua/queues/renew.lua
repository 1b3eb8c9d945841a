-- queues/renew: moves the expiry of a valid claim to now + lease; never brings one back.
-- KEYS: meta events spare task
-- ARGV: server prefix task_id fence lease note percent
-- Reply: {status: renewed, expiresAt} | {status: lost, state?}
-- @include open-end
-- @include signal
-- @include object
-- @include task-state
-- @include task-move
-- @include task-end
-- @include task-fail
-- @include task-ready
-- @include task-lapse

local found = load_task(task_id)
if not found then return finish('{"status":"lost"}') end
heal_task(found)
local _, held_fence = life_of(found)
if found.state ~= 'claimed' or held_fence ~= fence then
  return finish(object('status', '"lost"', 'state', quote(found.state)))
end

local expires_at = number(now + lease)
local version, before, after = string.match(found.life, '^claimed (%d+)( %d+ %S+ %S+ )%S+(.*)$')
version = number(version + 1)
redis.call('HSET', task, 'life', 'claimed ' .. version .. before .. expires_at .. after)
redis.call('ZADD', queue_key(found.queue, 'claimed'), 'XX', expires_at, task_id)
due_by(found.queue, expires_at)
local progress
if note ~= '' or percent ~= '' then
  progress = object('note', quote(note), 'percent', percent ~= '' and percent, 'at', number(now))
  redis.call('HSET', task, 'progress', progress)
  ring('task/' .. task_id)
end
event('task-renewed', 'task/' .. task_id, version, object('expiresAt', expires_at, 'progress', progress))
return finish(object('status', '"renewed"', 'expiresAt', expires_at))
