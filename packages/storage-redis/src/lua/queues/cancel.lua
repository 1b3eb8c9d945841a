-- queues/cancel: ends a task that has not ended, and the dependents that want it so.
-- KEYS: meta events session
-- ARGV: server prefix slot sequence hash open task_id reason by
-- Reply: {status: cancelled, alsoCancelled} | {status: ended, state} | {status: not_found}
-- MEMORY: none (works on a full server)
-- @include envelope
-- @include object
-- @include task-state
-- @include task-move
-- @include task-end
-- @include task-fail
-- @include task-ready
-- @include task-lapse

local task = load_task(task_id)
if not task then return finish('{"status":"not_found"}') end
heal_task(task)
if task.state == 'completed' or task.state == 'failed' or task.state == 'cancelled' then
  return finish(object('status', '"ended"', 'state', quote(task.state)))
end

local attempts, why = life_of(task), by == '' and reason or reason .. ' (by ' .. by .. ')'
end_task(task, 'cancelled', attempts, 'task-cancelled', ',"cancelReason":' .. quote(why), { 'reason', why })
local also = {}
for _, id in ipairs(cancel_dependents(task_id)) do append(also, quote(id)) end
return finish(object('status', '"cancelled"', 'alsoCancelled', list(also)))
