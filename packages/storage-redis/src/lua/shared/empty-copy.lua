-- Part: takes away everything that entities and their events have made, to begin anew: what there is, is found by the
-- indexes of the namespace. The gate, the clock and the fence stay. Needs head, prefix, events.

local function drop(...)
  for index = 1, select('#', ...) do redis.call('DEL', prefix .. (select(index, ...))) end
end

local function members_of(name)
  return redis.call('ZRANGE', prefix .. name, 0, -1)
end

-- @include empty-tasks

for _, member in ipairs(redis.call('ZRANGEBYLEX', prefix .. 'held', '[f', '(g')) do drop('grant:' .. string.sub(member, 18)) end
for _, id in ipairs(members_of('waiter-order')) do drop('waiter:' .. id) end
drop('held', 'wanted', 'waiter-order', 'waiter-ends')

for _, collection in ipairs(redis.call('SMEMBERS', prefix .. 'collections')) do
  for _, id in ipairs(members_of('records:' .. collection)) do
    local record = 'record:' .. collection .. ' ' .. id
    for name, value in pairs(cjson.decode(redis.call('HGET', prefix .. record, 'labels') or '{}')) do
      drop('label:' .. collection .. ' ' .. name .. ' ' .. value)
    end
    drop(record)
  end
  drop('records:' .. collection, 'removed:' .. collection)
end
for _, log in ipairs(redis.call('SMEMBERS', prefix .. 'logs')) do drop('log:' .. log, 'log-counts:' .. log, 'log-ids:' .. log) end
for _, name in ipairs(redis.call('SMEMBERS', prefix .. 'permit-names')) do drop('permits:' .. name) end
for _, id in ipairs(members_of('reservations')) do drop('reservation:' .. id) end
drop('collections', 'logs', 'permit-names', 'spend', 'reservations', 'epochs')
redis.call('DEL', events)
