-- Part: what follows once pushed tasks are stored. Needs task-add.

-- Dependencies that can never complete act at once, as they would have later.
local function end_the_hopeless(fresh)
  local hopeless = {}
  for _, task in ipairs(fresh) do
    for _, id in ipairs(task.hopeless or {}) do append(hopeless, id) end
  end
  if #hopeless == 0 then return end
-- @include task-move
-- @include task-end
-- @include task-fail
  for _, id in ipairs(hopeless) do cancel_dependents(id) end
  for _, task in ipairs(fresh) do task.state = load_task(task.id).state end
end

-- Short where all is plain: a batch of thousands is remembered too.
local function reply_to(pushed, fresh)
  local ids, alike = {}, #fresh == #pushed
  for index, task in ipairs(pushed) do
    ids[index] = task.id
    alike = alike and task.state == pushed[1].state
  end
  if alike then return '{"state":"' .. pushed[1].state .. '","ids":["' .. table.concat(ids, '","') .. '"]}' end
  local replies = {}
  for index, task in ipairs(pushed) do
    local state = task.added and task.state or load_task(task.known_as).state
    replies[index] = object('id', quote(task.known_as), 'status', task.added and '"added"' or '"duplicate"', 'state', quote(state))
  end
  return object('tasks', list(replies))
end
