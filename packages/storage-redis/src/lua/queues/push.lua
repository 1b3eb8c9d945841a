-- queues/push: stores tasks, all or none.
-- KEYS: meta events session capability_sets dedupe queues
-- ARGV: server prefix slot sequence hash open queue most_dependents most_sets tasks...
-- EACH: task_id body facts delay depends_on (facts without sequence and time; see task-state)
-- Reply: {state, ids} where all were added | {tasks: [{id, status: added | duplicate, state}]} | {error: unknown_dependency | limit_exceeded, data}
-- @include envelope
-- @include object
-- @include refuse
-- @include task-state
-- @include task-push
-- @include task-problem
-- @include task-add
-- @include task-added

local pushed, fresh = sort_out(read_pushed())
local problem, data = problem_of(fresh)
if problem then return refuse(problem, data) end

redis.call('SADD', queues, queue)
local last = redis.call('HINCRBY', meta, 'sequence', #fresh)
for index, task in ipairs(fresh) do add(task, number(last - #fresh + index)) end
write_places()
end_the_hopeless(fresh)
return finish(reply_to(pushed, fresh))
