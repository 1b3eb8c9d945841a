-- queues/list: tasks by sequence from a place on; looks at no more than `batch` of them in one call.
-- KEYS: meta events spare
-- ARGV: server prefix queue states tags parent worker after limit batch
-- Reply: {ids, after?} (the place to go on from), then the hash of each task
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
-- @include task-listing

local names = queue ~= '' and { queue } or redis.call('SMEMBERS', queues)
for _, name in ipairs(names) do heal(name) end
local ids, tasks, place, seen = {}, {}, nil, 0
for _, entry in ipairs(candidates(names)) do
  if #ids == tonumber(limit) or seen == tonumber(batch) then
    return finish(object('ids', list(ids), 'after', place), tasks)
  end
  place, seen = entry.place, seen + 1
  if matches(entry.id) then
    append(ids, quote(entry.id))
    append(tasks, redis.call('HGETALL', prefix .. 'task:' .. entry.id))
  end
end
return finish(object('ids', list(ids)), tasks)
