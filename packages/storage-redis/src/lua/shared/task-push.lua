-- Part: which of the pushed tasks are new. Needs the ARGV of queues/push, prefix.
-- @include task-places

-- shape, priority, queue, max attempts, lease, parent, on failure, requires; then tags; then dedupe key; then delay and
-- dependencies.
local PUSHED = '^(%S (%d) %S+ %d+ %S+ %S+ %S+ (%S*)\n([^\n]*)\n([^\n]*))\n?(%d*) ?(.*)$'

local function read_pushed()
  local pushed = {}
  for at = tasks, #ARGV, EACH_WORDS do
    -- @each
    local kept_facts, priority, requires, tags, key, delay, depends_on = string.match(facts, PUSHED)
    pushed[#pushed + 1] = {
      id = task_id, body = body, facts = kept_facts, delay = delay ~= '' and delay, depends_on = depends_on ~= '' and depends_on,
      priority = priority, requires = requires, tags = tags, dedupe = key ~= '' and key,
    }
  end
  return pushed
end

-- Those that are new, by their id and by their dedupe key; the others are told by what they are known as.
local function sort_out(pushed)
  local fresh, by_key = {}, {}
  for index, task in ipairs(pushed) do
    local key = task.dedupe
    local owner = key and (by_key[key] or redis.call('HGET', dedupe, queue .. ' ' .. key))
    if known_before > 0 and redis.call('EXISTS', task_keys[index]) == 1 then
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
