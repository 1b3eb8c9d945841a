-- Part: which tasks wait for which. What is told of a task is its state; how many of its dependencies have not completed is
-- counted here. A copy may know a task before it knows those it depends on. Needs apply-task.

local function dependents_of(id)
  return prefix .. 'dependents:' .. id
end

local function unlink(id, depends_on)
  local before = redis.call('HGET', prefix .. 'task:' .. id, 'depends_on')
  if not before or before == depends_on then return end
  for dependency in string.gmatch(before, '%S+') do redis.call('ZREM', dependents_of(dependency), id) end
end

local function store(task, body, failures, progress, result, reason, depends_on)
  local fields = { 'facts', task.facts, 'life', task.life, 'body', body }
  local function add(name, value)
    if value ~= '' then fields[#fields + 1], fields[#fields + 2] = name, value end
  end
  add('failures', failures)
  add('progress', progress)
  add('result', result)
  add('reason', reason)
  add('depends_on', depends_on)
  add('awaited', redis.call('EXISTS', dependents_of(task.id)) == 1 and '1' or '')
  redis.call('HSET', prefix .. 'task:' .. task.id, unpack(fields))
  redis.call('SADD', queues, task.queue)
  redis.call('HSETNX', meta, 'queue ' .. task.queue, '-')
  if depends_on ~= '' then recount[task.id] = depends_on end
end

local function count_unmet()
  for _, id in ipairs(completed) do
    for _, dependent in ipairs(redis.call('ZRANGE', dependents_of(id), 0, -1)) do
      recount[dependent] = redis.call('HGET', prefix .. 'task:' .. dependent, 'depends_on') or nil
    end
    redis.call('DEL', dependents_of(id))
  end
  for id, depends_on in pairs(recount) do
    local place, unmet = string.match(redis.call('HGET', prefix .. 'task:' .. id, 'facts') or '', '^%d+'), 0
    for dependency in string.gmatch(place and depends_on or '', '%S+') do
      local life = redis.call('HGET', prefix .. 'task:' .. dependency, 'life')
      if not life or not string.find(life, '^completed ') then
        unmet = unmet + 1
        redis.call('ZADD', dependents_of(dependency), place, id)
        if life then redis.call('HSET', prefix .. 'task:' .. dependency, 'awaited', '1') end
      end
    end
    if place then redis.call('HSET', prefix .. 'task:' .. id, 'unmet', number(unmet)) end
  end
end
