-- queues/push: stores tasks, all or none.
-- KEYS: meta events session capability_sets dedupe queues
-- ARGV: server prefix slot sequence hash open queue most_dependents most_sets tasks...
-- EACH: task_id body facts needs (body without its last brace; facts without sequence, see task-state; needs: empty, or
--   delay and ids of dependencies)
-- Reply: {state, ids} where all were added | {tasks: [{id, status: added | duplicate, state}]} | {error: unknown_dependency | limit_exceeded, data}
-- @include envelope
-- @include task-places

-- As many as a Lua call takes in any case.
local CHUNK = 1000

local task_keys, simple, known_before = {}, true, 0
for at = tasks, #ARGV, EACH_WORDS do
  -- @each
  task_keys[#task_keys + 1] = prefix .. 'task:' .. task_id
  -- 's', the shape of simple ones.
  simple = simple and needs == '' and string.byte(facts) == 115
end
for from = 1, #task_keys, CHUNK do
  known_before = known_before + redis.call('EXISTS', unpack(task_keys, from, math.min(from + CHUNK - 1, #task_keys)))
end

if not simple or known_before > 0 then
-- @include object
-- @include refuse
-- @include task-push
-- @include task-state
-- @include task-move
-- @include task-end
-- @include task-fail
-- @include task-problem
-- @include task-add
-- @include task-depend
-- @include task-pushed
  local pushed = read_pushed()
  local fresh = sort_out(pushed)
  local problem, data = problem_of(fresh)
  if problem then return refuse(problem, data) end
  redis.call('SADD', queues, queue)
  local first = redis.call('HINCRBY', meta, 'sequence', #fresh) - #fresh + 1
  add_all(fresh, first)
  remember_needs(fresh, first)
  end_the_hopeless(fresh)
  return finish(told(pushed, #fresh == #pushed))
end

-- @include task-push-simple
return finish('{"state":"ready","ids":["' .. table.concat(ids, '","') .. '"]}')
