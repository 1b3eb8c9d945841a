-- queues/push: stores tasks, all or none.
-- KEYS: meta events session capability_sets dedupe queues
-- ARGV: server prefix slot sequence hash open queue facts most_dependents most_sets bodies...
-- Reply: {tasks: [{id, status: added | duplicate, state}]} | {error: unknown_dependency | limit_exceeded, data}
-- @include envelope
-- @include task-state
-- @include task-end
-- @include task-push
-- @include task-add

local tasks, fresh = sort_out(cjson.decode(facts))
local problem, data = problem_of(fresh)
if problem then return refuse(problem, data) end

redis.call('SADD', queues, queue)
local last = redis.call('HINCRBY', meta, 'sequence', #fresh)
for index, task in ipairs(fresh) do add(task, number(last - #fresh + index)) end
-- Dependencies that can never complete act at once, as they would have later.
for _, task in ipairs(fresh) do
  for _, id in ipairs(task.hopeless) do cancel_dependents(id) end
end

local replies = {}
for index, task in ipairs(tasks) do
  local state = redis.call('HGET', prefix .. 'task:' .. task.known_as, 'state')
  replies[index] = object('id', quote(task.known_as), 'status', task.added and '"added"' or '"duplicate"', 'state', quote(state))
end
return finish(object('tasks', list(replies)))
