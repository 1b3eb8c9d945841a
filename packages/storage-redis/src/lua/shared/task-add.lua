-- Part: stores new tasks in their places. Needs task-push.

local places = {}

-- Gathered, and written at the end: many members a command.
local function place_in(key, score, id)
  local members = places[key] or {}
  places[key] = members
  local count = #members
  members[count + 1], members[count + 2] = score, id
end

local function write_places()
  for key, members in pairs(places) do
    for from = 1, #members, CHUNK do
      redis.call('ZADD', key, unpack(members, from, math.min(from + CHUNK - 1, #members)))
    end
  end
end

local function place(task, state, sequence, due)
  if state ~= 'ready' then
    place_in(queue_key(queue, state), sequence, task.id)
    if state == 'scheduled' then place_in(queue_key(queue, 'due'), due, task.id) end
    return
  end
  local score = (5 - task.priority) * PRIORITY_STEP + sequence
  place_in(queue_key(queue, 'ready'), now_text, task.id)
  place_in(bucket_key(queue, task.requires, ''), score, task.id)
  for tag in string.gmatch(task.tags, '%S+') do place_in(bucket_key(queue, task.requires, tag), score, task.id) end
  ring('queue/' .. queue)
end

local function depend(task, sequence)
  for _, id in ipairs(task.waits_for) do
    redis.call('ZADD', prefix .. 'dependents:' .. id, sequence, task.id)
    redis.call('HSET', prefix .. 'task:' .. id, 'awaited', '1')
  end
  redis.call('HSET', prefix .. 'task:' .. task.id, 'unmet', #task.waits_for, 'depends_on', task.depends_on)
end

local function add(task, sequence)
  local due = task.delay and number(now + task.delay)
  task.state = (task.waits_for and #task.waits_for > 0 and 'blocked') or (due and 'scheduled') or 'ready'
  redis.call('HSET', prefix .. 'task:' .. task.id, 'body', task.body, 'facts', sequence .. ' ' .. now_text .. ' ' .. task.facts,
    'life', task.state .. ' 1 0 - - - ' .. (due or '-') .. ' - ')
  place(task, task.state, sequence, due)
  if task.depends_on then depend(task, sequence) end
  if task.requires ~= '' then redis.call('HINCRBY', capability_sets, task.requires, 1) end
  if task.dedupe then redis.call('HSET', dedupe, queue .. ' ' .. task.dedupe, task.id) end
  event('task-added', 'task/' .. task.id, '1', string.sub(task.body, 1, -2) .. ',"queue":"' .. queue .. '","state":"' .. task.state
    .. '","sequence":' .. sequence .. ',"version":1,"createdAt":' .. now_text .. ',"attempts":0,"failures":[]'
    .. (due and ',"dueAt":' .. due or '') .. '}')
end
