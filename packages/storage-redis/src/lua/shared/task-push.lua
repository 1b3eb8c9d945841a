-- Part: which of the pushed tasks are new, and whether they may be stored. Needs task-state and the ARGV of queues/push.

-- As many as a Lua call takes in any case.
local CHUNK = 1000

-- queue, priority, max attempts, lease, parent, on failure, requires; then tags; then dedupe key.
local PUSHED = '^%S+ (%d) %d+ %S+ %S+ %S+ (%S*)\n([^\n]*)\n(.*)$'

local function read_pushed()
  local pushed = {}
  for at = tasks, #ARGV, EACH_WORDS do
    -- @each
    local priority, requires, tags, key = string.match(facts, PUSHED)
    pushed[#pushed + 1] = {
      id = task_id, known_as = task_id, body = body, facts = facts, delay = delay ~= '' and delay,
      depends_on = depends_on ~= '' and depends_on, priority = priority, requires = requires, tags = tags,
      dedupe = key ~= '' and key,
    }
  end
  return pushed
end

local function are_unknown(pushed)
  local found = 0
  for from = 1, #pushed, CHUNK do
    local keys = {}
    for index = from, math.min(from + CHUNK - 1, #pushed) do keys[#keys + 1] = prefix .. 'task:' .. pushed[index].id end
    found = found + redis.call('EXISTS', unpack(keys))
  end
  return found == 0
end

-- Which tasks are new, and by which id each is known; a task is new once, by its id and by its dedupe key.
local function sort_out(pushed)
  local fresh, by_key, unknown = {}, {}, are_unknown(pushed)
  for _, task in ipairs(pushed) do
    local key = task.dedupe
    local owner = key and (by_key[key] or redis.call('HGET', dedupe, queue .. ' ' .. key))
    if unknown or redis.call('EXISTS', prefix .. 'task:' .. task.id) == 0 then
      if owner then
        task.known_as = owner
      else
        task.added = true
        fresh[#fresh + 1] = task
        if key then by_key[key] = task.id end
      end
    end
  end
  return pushed, fresh
end
