-- queues/get: tasks as they are now, after moving those whose time is over.
-- KEYS: meta events spare tasks...
-- ARGV: server prefix task_ids...
-- Reply: {}, then the hash of each task (empty where there is none)
-- ADMISSION: only to heal
-- @include open-end
-- @include object
-- @include task-state
-- @include task-move
-- @include task-end
-- @include task-fail
-- @include task-ready
-- @include task-lapse

local found = {}
for index = 0, #KEYS - tasks do
  local task = load_task(ARGV[task_ids + index])
  if task then heal_task(task) end
  found[index + 1] = redis.call('HGETALL', KEYS[tasks + index])
end
return finish('{}', found)
