-- Part: a task lies in exactly one place by its state. Needs event, signal, prefix.
-- Ready: one set a tag and capability set (scored 5 - priority, then sequence), and one by since when.
-- Claimed: by expiry. All others: by sequence; scheduled ones by due time as well.

local PRIORITY_STEP = 1000000000000000

-- sequence, created, queue, priority, max attempts, lease, parent, on failure, requires; then tags; then dedupe key.
local FACTS = '^(%d+) (%d+) (%S+) (%d) (%d+) (%S+) (%S+) (%S+) (%S*)\n([^\n]*)\n(.*)$'
-- state, version, attempts, fence, claimed, ends, due, ended, worker.
local LIFE = '^(%S+) (%d+) (%d+) (%S+) (%S+) (%S+) (%S+) (%S+) (.*)$'

local function append(target, ...)
  for index = 1, select('#', ...) do target[#target + 1] = (select(index, ...)) end
  return target
end

local function queue_key(queue, name)
  return prefix .. 'queue:' .. queue .. ':' .. name
end

-- Two short texts instead of twenty fields: half the time to read and to write, a third of the memory.
local function as_task(id, facts, life)
  local sequence, created, queue, priority, most, lease, parent, on_failure, requires, tags, key = string.match(facts, FACTS)
  local state, version, attempts, fence, claimed, ends, due, ended, worker = string.match(life, LIFE)
  return {
    id = id, sequence = sequence, created = created, queue = queue, priority = priority, max_attempts = most,
    lease = lease ~= '-' and lease, parent = parent, on_failure = on_failure, requires = requires, tags = tags,
    dedupe = key ~= '' and key, state = state, version = version, attempts = attempts, fence = fence,
    claimed = claimed, ends = ends, due = due ~= '-' and due, ended = ended, worker = worker,
  }
end

local function life_of(task)
  return task.state .. ' ' .. task.version .. ' ' .. task.attempts .. ' ' .. task.fence .. ' ' .. task.claimed .. ' '
    .. task.ends .. ' ' .. (task.due or '-') .. ' ' .. task.ended .. ' ' .. task.worker
end

local function load_task(id)
  local facts, life, awaited = unpack(redis.call('HMGET', prefix .. 'task:' .. id, 'facts', 'life', 'awaited'))
  if not facts then return nil end
  local task = as_task(id, facts, life)
  task.awaited = awaited
  return task
end
