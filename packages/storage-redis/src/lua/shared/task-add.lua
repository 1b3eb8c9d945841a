-- Part: stores new tasks in their places. Needs task-push, task-state, signal, task-due.

local places = {}

-- Gathered, and written at the end: many members a command.
local function place_in(key, score, id)
  local members = places[key] or {}
  places[key] = members
  local count = #members
  members[count + 1], members[count + 2] = score, id
end

local function add(task, sequence)
  local id, due = task.id, task.delay and number(now + task.delay)
  task.state = (task.waits_for and #task.waits_for > 0 and 'blocked') or (due and 'scheduled') or 'ready'
  local body = task.body .. ',"queue":"' .. queue .. '","sequence":' .. sequence .. ',"createdAt":' .. now_text
  redis.call('HSET', prefix .. 'task:' .. id, 'body', body, 'facts', sequence .. ' ' .. task.facts,
    'life', task.state .. ' 1 0 - ' .. now_text .. ' - ' .. (due or '-') .. ' - ')
  if task.state == 'ready' then
    local score = (5 - task.priority) * PRIORITY_STEP + sequence
    place_in(bucket_key(queue, task.requires, ''), score, id)
    for tag in string.gmatch(task.tags, '%S+') do place_in(bucket_key(queue, task.requires, tag), score, id) end
    ring('queue/' .. queue)
  else
    place_in(queue_key(queue, task.state), sequence, id)
    if task.state == 'scheduled' then
      place_in(queue_key(queue, 'due'), due, id)
      due_by(queue, due)
    end
  end
  if task.dedupe then redis.call('HSET', dedupe, queue .. ' ' .. task.dedupe, id) end
  event('task-added', 'task/' .. id, '1', body .. ',"state":"' .. task.state .. '","version":1,"attempts":0,"failures":[]'
    .. (due and ',"dueAt":' .. due or '') .. '}')
end

local function add_all(fresh, first)
  for index, task in ipairs(fresh) do add(task, number(first + index - 1)) end
  for key, members in pairs(places) do
    for from = 1, #members, CHUNK do
      redis.call('ZADD', key, unpack(members, from, math.min(from + CHUNK - 1, #members)))
    end
  end
end
