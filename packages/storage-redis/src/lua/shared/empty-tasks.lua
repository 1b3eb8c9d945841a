-- Part: takes away all tasks. Needs empty-copy.

local function drop_task(id)
  local key = prefix .. 'task:' .. id
  local facts, depends_on = unpack(redis.call('HMGET', key, 'facts', 'depends_on'))
  local queue, requires, tags = string.match(facts or '', '^%d+ %S %d (%S+) %d+ %S+ %S+ %S+ (%S*)\n([^\n]*)')
  for tag in string.gmatch(tags or '', '%S+') do drop('ready:' .. queue .. ' ' .. requires .. ' ' .. tag) end
  for dependency in string.gmatch(depends_on or '', '%S+') do drop('dependents:' .. dependency) end
  drop('task:' .. id, 'dependents:' .. id)
end

local sets = redis.call('HKEYS', prefix .. 'capability-sets')
sets[#sets + 1] = ''
for _, queue in ipairs(redis.call('SMEMBERS', prefix .. 'queues')) do
  for _, requires in ipairs(sets) do
    local bucket = 'ready:' .. queue .. ' ' .. requires .. ' '
    for _, id in ipairs(members_of(bucket)) do drop_task(id) end
    drop(bucket)
  end
  for state in string.gmatch('blocked scheduled claimed completed failed cancelled', '%S+') do
    for _, id in ipairs(members_of('queue:' .. queue .. ':' .. state)) do drop_task(id) end
    drop('queue:' .. queue .. ':' .. state)
  end
  drop('queue:' .. queue .. ':due')
  redis.call('HDEL', meta, 'queue ' .. queue)
end
drop('queues', 'capability-sets', 'dedupe')
redis.call('HDEL', meta, 'sets')
