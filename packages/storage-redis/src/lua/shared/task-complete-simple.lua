-- Part: settles in a straight line what most claims are: the first of a simple task that nobody waits for, never
-- renewed, and its work is done; all others by task-seldom. Needs task-ask, event-counts and the words of a call of
-- queues/settle. Gives the task's `state` then, and whether it was `settled`.

local state, settled
local key = prefix .. 'task:' .. task_id
local found = redis.call('HMGET', key, 'life', 'facts', 'awaited')
local held_fence, ends = string.match(found[1] or '', '^claimed 2 1 (%d+) %d+ (%d+) ')
local place, of_queue = string.match(found[2] or '', '^(%d+) s %d (%S+) ')
-- 'c', of complete.
if held_fence == fence and string.byte(outcome) == 99 and place and not found[3] and ends - now > 0 then
  local entity, shown = 'task/' .. task_id, ''
  redis.call('ZREM', prefix .. 'queue:' .. of_queue .. ':claimed', task_id)
  redis.call('ZADD', prefix .. 'queue:' .. of_queue .. ':completed', place, task_id)
  local life = 'completed 3 1 - - - - ' .. now_text .. ' '
  if outcome == 'complete' then
    redis.call('HSET', key, 'life', life)
  else
    local result = string.sub(outcome, 10)
    redis.call('HSET', key, 'life', life, 'result', result)
    shown = ',"result":' .. result
  end
-- @inline event-entry: 'task-completed' | entity | '3' | '{"state":"completed"' .. shown .. ',"endedAt":' .. now_text .. ',"claim":null}'
  redis.call('PUBLISH', prefix .. 'signal:' .. entity, '')
  state, settled = 'completed', true
else
  stale = true
-- @inline task-seldom
  state, settled = seldom.settle(task_id, fence, outcome)
end
