-- Part: how a task becomes ready. Needs task-move.

local function make_ready(task, attempts, kind, shown, fields)
  move(task, 'ready', nil, attempts .. ' - ' .. now_text .. ' - - - ', kind, shown, fields)
end

local function schedule(task, attempts, due, kind, shown, fields)
  move(task, 'scheduled', due, attempts .. ' - - - ' .. due .. ' - ', kind, shown, fields)
end

-- Nothing it depends on is left; its own delay may be.
local function unblock(task)
  local attempts, _, _, due = life_of(task)
  if due ~= '-' and tonumber(due) > now then
    schedule(task, attempts, due, 'task-readied', '')
  else
    make_ready(task, attempts, 'task-readied', '')
  end
end

-- Those that waited for the end of this one.
local function free_dependents(of_id)
  local waiting = prefix .. 'dependents:' .. of_id
  for _, id in ipairs(redis.call('ZRANGE', waiting, 0, -1)) do
    local task = load_task(id)
    if task.state == 'blocked' and redis.call('HINCRBY', prefix .. 'task:' .. id, 'unmet', -1) == 0 then unblock(task) end
  end
  redis.call('DEL', waiting)
end
