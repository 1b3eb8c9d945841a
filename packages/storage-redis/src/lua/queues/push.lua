-- queues/push: stores tasks, all or none.
-- KEYS: meta events session capability_sets dedupe queues
-- ARGV: server prefix slot sequence hash open queue most_dependents most_sets tasks...
-- EACH: task_id body facts delay depends_on (facts without sequence and time; see task-state)
-- Reply: {state, ids} where all were added | {tasks: [{id, status: added | duplicate, state}]} | {error: unknown_dependency | limit_exceeded, data}
-- @include envelope
-- @include task-places
-- @include task-push
-- @include task-add

local pushed, plain = read_pushed()
local fresh, problem, data, followed_by = sort_out(pushed)
if not plain then
-- @include object
-- @include refuse
-- @include task-problem
-- @include task-state
-- @include task-move
-- @include task-end
-- @include task-fail
-- @include task-depend
  problem, data = problem_of(fresh)
  if problem then return refuse(problem, data) end
  followed_by = { remember_needs, end_the_hopeless }
end

redis.call('SADD', queues, queue)
local first = redis.call('HINCRBY', meta, 'sequence', #fresh) - #fresh + 1
for index, task in ipairs(fresh) do add(task, number(first + index - 1)) end
for key, members in pairs(places) do
  for from = 1, #members, CHUNK do
    redis.call('ZADD', key, unpack(members, from, math.min(from + CHUNK - 1, #members)))
  end
end
for _, follow in ipairs(followed_by or {}) do follow(fresh, first) end

-- Short where all is alike: a batch of thousands is remembered too.
local ids, replies, alike = {}, {}, #fresh == #pushed
for index, task in ipairs(pushed) do
  ids[index] = task.id
  alike = alike and task.state == pushed[1].state
end
if alike then return finish('{"state":"' .. pushed[1].state .. '","ids":["' .. table.concat(ids, '","') .. '"]}') end
for index, task in ipairs(pushed) do
  local id, status = task.known_as or task.id, task.known_as and 'duplicate' or 'added'
  local state = task.state or string.match(redis.call('HGET', prefix .. 'task:' .. id, 'life'), '^%S+')
  replies[index] = '{"id":"' .. id .. '","status":"' .. status .. '","state":"' .. state .. '"}'
end
return finish('{"tasks":[' .. table.concat(replies, ',') .. ']}')
