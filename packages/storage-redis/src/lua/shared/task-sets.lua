-- Part: capability sets come and go with unfinished tasks. How many there are stands in meta too, where a claim reads it
-- with all the rest. Needs task-places, meta, json.

local function count_set(requires, by)
  if redis.call('HINCRBY', capability_sets, requires, by) <= 0 then redis.call('HDEL', capability_sets, requires) end
  redis.call('HSET', meta, 'sets', number(redis.call('HLEN', capability_sets)))
end
