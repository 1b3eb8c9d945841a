-- queues/settle: ends a claim as its worker says, and may claim the next in the same trip.
-- KEYS: meta events session capability_sets dedupe
-- ARGV: server prefix slot sequence hash open task_id fence kind result message delay next
-- Reply: {status: settled, state, next?} | {status: fenced, state?}, then each task claimed as JSON
-- MEMORY: none (works on a full server)
-- @include envelope
-- @include task-state
-- @include task-end
-- @include task-lapse
-- @include task-heal
-- @include task-buckets
-- @include task-claim
-- @include task-settle

local task = load_task(task_id)
if not task then return finish('{"status":"fenced"}') end
local expired = task.state == 'claimed' and tonumber(task.ends) <= now
if expired then
  heal_task(task)
elseif task.state == 'claimed' and task.fence == fence then
  settle(task)
  if next == '' then return finish(object('status', '"settled"', 'state', quote(task.state))) end
  local reply, tasks = claim_tasks(cjson.decode(next))
  return finish(object('status', '"settled"', 'state', quote(task.state), 'next', reply), tasks)
end
return finish(object('status', '"fenced"', 'state', quote(task.state)))
