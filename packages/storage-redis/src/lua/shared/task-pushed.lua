-- Part: what became of pushed tasks, as JSON. Needs task-push.

local function told(pushed, all_new)
  local ids, replies, alike = {}, {}, all_new
  for index, task in ipairs(pushed) do
    ids[index] = task.id
    alike = alike and task.state == pushed[1].state
  end
  -- Short where all is alike: a batch of thousands is remembered too.
  if alike then return '{"state":"' .. pushed[1].state .. '","ids":["' .. table.concat(ids, '","') .. '"]}' end
  for index, task in ipairs(pushed) do
    local id, status = task.known_as or task.id, task.known_as and 'duplicate' or 'added'
    local state = task.state or string.match(redis.call('HGET', prefix .. 'task:' .. id, 'life'), '^%S+')
    replies[index] = '{"id":"' .. id .. '","status":"' .. status .. '","state":"' .. state .. '"}'
  end
  return '{"tasks":[' .. table.concat(replies, ',') .. ']}'
end
