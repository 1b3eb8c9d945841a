-- Part: which of the pushed tasks are new. Needs the ARGV of queues/push, dedupe, prefix.

-- As many as a Lua call takes in any case.
local CHUNK = 1000

-- queue, priority, max attempts, lease, parent, on failure, requires; then tags; then dedupe key.
local PUSHED = '^%S+ (%d) %d+ %S+ %S+ %S+ (%S*)\n([^\n]*)\n(.*)$'

-- The tasks, and whether they are plain: nothing to wait for, nothing that a worker must be able to do.
local function read_pushed()
  local pushed, plain = {}, true
  for at = tasks, #ARGV, EACH_WORDS do
    -- @each
    local priority, requires, tags, key = string.match(facts, PUSHED)
    plain = plain and requires == '' and depends_on == ''
    pushed[#pushed + 1] = {
      id = task_id, body = body, facts = facts, delay = delay ~= '' and delay, depends_on = depends_on ~= '' and depends_on,
      priority = priority, requires = requires, tags = tags, dedupe = key ~= '' and key,
    }
  end
  return pushed, plain
end

-- Those that are new, by their id and by their dedupe key; the others are told by what they are known as.
local function sort_out(pushed)
  local found, fresh, by_key = 0, {}, {}
  for from = 1, #pushed, CHUNK do
    local ids = {}
    for index = from, math.min(from + CHUNK - 1, #pushed) do ids[#ids + 1] = prefix .. 'task:' .. pushed[index].id end
    found = found + redis.call('EXISTS', unpack(ids))
  end
  for _, task in ipairs(pushed) do
    local key = task.dedupe
    local owner = key and (by_key[key] or redis.call('HGET', dedupe, queue .. ' ' .. key))
    if found > 0 and redis.call('EXISTS', prefix .. 'task:' .. task.id) == 1 then
      task.known_as = task.id
    elseif owner then
      task.known_as = owner
    else
      fresh[#fresh + 1] = task
      if key then by_key[key] = task.id end
    end
  end
  return fresh
end
