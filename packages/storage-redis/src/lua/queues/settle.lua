-- queues/settle: ends claims as their workers say; each call may claim the next in the same trip.
-- KEYS: meta events session capability_sets dedupe
-- ARGV: server prefix calls...
-- EACH: slot sequence hash open task_id fence kind result message delay next min_fence
-- Reply: of each call {status: settled, state, next?} | {status: fenced, state?}, then each task claimed as JSON
-- MEMORY: none (works on a full server)
-- @include envelopes
-- @include task-state
-- @include task-move
-- @include task-end
-- @include task-heal
-- @include task-buckets
-- @include task-claim

local function settle(task, attempts, awaited)
  if kind ~= 'complete' then
-- @include task-settle
    return (kind == 'release' and give_back or fail)(task, attempts, seldom())
  end
  if result == '' then
    end_task(task, 'completed', attempts, 'task-completed', '')
  else
    end_task(task, 'completed', attempts, 'task-completed', ',"result":' .. result, { 'result', result })
  end
  if awaited then seldom().free_dependents(task.id) end
end

-- The reply; the tasks are put behind `behind`.
local function run(behind)
  local task, awaited = load_task(task_id)
  if not task then return '{"status":"fenced"}' end
  local attempts, held_fence, ends = life_of(task)
  if task.state == 'claimed' and tonumber(ends) <= now then
    seldom().heal_task(task)
  elseif task.state == 'claimed' and held_fence == fence then
    settle(task, attempts, awaited)
    local state = task.state
    if next == '' then return '{"status":"settled","state":"' .. state .. '"}' end
    return '{"status":"settled","state":"' .. state .. '","next":' .. claim_tasks(next, min_fence, behind) .. '}'
  end
  return '{"status":"fenced","state":"' .. task.state .. '"}'
end

local replies = {}
for at = calls, #ARGV, EACH_WORDS do
  -- @each
  local answer = { answered_before(#replies + 1) or false }
  if not answer[1] then
    answer[1] = run(answer)
    remember(answer[1])
  end
  replies[#replies + 1] = answer
end
return finish(replies)
