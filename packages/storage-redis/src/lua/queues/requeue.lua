-- queues/requeue: brings a failed or cancelled task back with all its attempts.
-- KEYS: meta events session
-- ARGV: server prefix slot sequence hash open task_id by
-- Reply: {status: requeued, state} | {status: not_ended, state} | {status: not_found}
-- @include envelope
-- @include object
-- @include refuse
-- @include task-state
-- @include task-move
-- @include task-end
-- @include task-fail
-- @include task-ready
-- @include task-lapse

local task = load_task(task_id)
if not task then return finish('{"status":"not_found"}') end
heal_task(task)
if task.state ~= 'failed' and task.state ~= 'cancelled' then
  return finish(object('status', '"not_ended"', 'state', quote(task.state)))
end
local key = string.match(task.facts, '\n.*\n(.*)$')
local owner = key ~= '' and redis.call('HGET', dedupe, task.queue .. ' ' .. key)
if owner then return refuse('already_exists', object('taskId', quote(owner))) end
if task.requires ~= '' and redis.call('HEXISTS', capability_sets, task.requires) == 0
  and redis.call('HLEN', capability_sets) >= MOST_CAPABILITY_SETS then
  return refuse('limit_exceeded', object('field', '"requires"', 'limit', number(MOST_CAPABILITY_SETS)))
end

local depends_on, unmet = redis.call('HGET', prefix .. 'task:' .. task_id, 'depends_on') or '', 0
for id in string.gmatch(depends_on, '%S+') do
  if load_task(id).state ~= 'completed' then unmet = unmet + 1 end
end
if task.requires ~= '' then count_set(task.requires, 1) end
if key ~= '' then redis.call('HSET', dedupe, task.queue .. ' ' .. key, task_id) end
local shown = ',"attempts":0,"endedAt":null,"cancelReason":null'
if by ~= '' then shown = shown .. ',"by":' .. quote(by) end
redis.call('HDEL', prefix .. 'task:' .. task_id, 'reason')
local fields = { 'unmet', number(unmet) }
if unmet > 0 then
  move(task, 'blocked', task.sequence, '0 - - - - - ', 'task-requeued', shown, fields)
else
  make_ready(task, '0', 'task-requeued', shown, fields)
end
return finish(object('status', '"requeued"', 'state', quote(task.state)))
