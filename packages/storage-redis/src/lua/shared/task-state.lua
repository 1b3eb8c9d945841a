-- Part: how a task is kept: what stays and what changes, two short texts instead of twenty fields, which are read and
-- written in half the time and lie in a third of the memory. Needs prefix.
-- facts: sequence created queue priority max_attempts lease parent on_failure requires; next line tags; next dedupe key.
-- life: state version attempts fence claimed ends due ended worker.

-- @include task-places

local FACTS = '^(%d+) (%d+) (%S+) %d %d+ (%S+) %S+ %S+ (%S*)\n([^\n]*)'

-- The task, and beside it when it was pushed and its own lease. Eight fields: the next one would double its cost.
local function as_task(id, facts, life)
  local sequence, created, queue, lease, requires, tags = string.match(facts, FACTS)
  return {
    id = id, facts = facts, life = life, state = string.match(life, '^%S+'),
    sequence = sequence, queue = queue, requires = requires, tags = tags,
  }, created, lease
end

-- Attempts so far, fence, when the claim ends, when it is due ('-' where there is none), and the worker.
local function life_of(task)
  return string.match(task.life, '^%S+ %d+ (%d+) (%S+) %S+ (%S+) (%S+) %S+ (.*)$')
end

-- The task, and whether others wait for its end.
local function load_task(id)
  local facts, life, awaited = unpack(redis.call('HMGET', prefix .. 'task:' .. id, 'facts', 'life', 'awaited'))
  if not facts then return nil end
  return (as_task(id, facts, life)), awaited
end
