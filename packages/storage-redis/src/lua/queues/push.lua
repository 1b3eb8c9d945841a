-- queues/push: stores tasks, all or none.
-- KEYS: meta events session
-- ARGV: server prefix slot sequence hash open queue tasks...
-- EACH: task_id body facts (body without its last brace; facts: see task-state, without the sequence, and where the shape
--   is not s one more line: delay and ids of dependencies)
-- Reply: {state, ids} where all were added | {tasks: [{id, status: added | duplicate, state}]} | {error: unknown_dependency | limit_exceeded, data}
-- META: 'sequence', 'queue ' .. queue
-- MEMORY: first write
-- @include envelope-head
-- @include task-order

-- As many as a Lua call takes in any case.
local CHUNK = 1000

local task_keys, simple, known_before = {}, true, 0
for at = tasks, #ARGV, EACH_WORDS do
  -- @each
  task_keys[#task_keys + 1] = prefix .. 'task:' .. task_id
  -- 's', the shape of simple ones.
  simple = simple and string.byte(facts) == 115
end
for from = 1, #task_keys, CHUNK do
  known_before = known_before + redis.call('EXISTS', unpack(task_keys, from, math.min(from + CHUNK - 1, #task_keys)))
end

local push_others
if not simple or known_before > 0 then
-- @include event
-- @include finish
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
  push_others = function()
    local first = (tonumber(known[6]) or 0) + 1
    last_sequence = number(first + #fresh - 1)
    add_all(fresh, first)
    remember_needs(fresh, first)
    end_the_hopeless(fresh)
    return finish(told(pushed, #fresh == #pushed))
  end
end

if not known[7] then
  redis.call('SADD', prefix .. 'queues', queue)
  redis.call('HSET', meta, 'queue ' .. queue, '-')
end
if push_others then return push_others() end
-- @include task-push-simple
local reply = '{"state":"ready","ids":["' .. table.concat(ids, '","') .. '"]}'
-- @inline finish-straight: reply
return { reply }
