-- Part: stores simple tasks that are all new and ready at once, in a straight line. Needs envelope, task_keys and the
-- ARGV of queues/push.

local count = #task_keys
local place, life = tonumber(known[6]) or 0, 'ready 1 0 - ' .. now_text .. ' - - - '
local scored, ids, index = {}, {}, 0
for at = tasks, #ARGV, EACH_WORDS do
  -- @each
  index, place = index + 1, place + 1
  last_sequence = format('%d', place)
  body = body .. ',"queue":"' .. queue .. '","sequence":' .. last_sequence .. ',"createdAt":' .. now_text
  redis.call('HSET', task_keys[index], 'body', body, 'facts', last_sequence .. ' ' .. facts, 'life', life)
-- @inline event-entry: 'task-added' | 'task/' .. task_id | '1' | body .. ',"state":"ready","version":1,"attempts":0,"failures":[]}'
  -- The priority is the third character of the facts: '5' has the byte 53.
  scored[2 * index - 1] = format('%d', (53 - string.byte(facts, 3)) * PRIORITY_STEP + place)
  scored[2 * index], ids[index] = task_id, task_id
end
-- One by one they would be as many commands.
for from = 1, 2 * count, CHUNK do
  redis.call('ZADD', prefix .. 'ready:' .. queue .. '  ', unpack(scored, from, math.min(from + CHUNK - 1, 2 * count)))
end
redis.call('PUBLISH', prefix .. 'signal:queue/' .. queue, '')
