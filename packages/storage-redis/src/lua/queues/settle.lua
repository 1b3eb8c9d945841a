-- queues/settle: ends claims as their workers say; each call may claim the next in the same trip.
-- KEYS: meta events session
-- ARGV: server prefix open queue calls... (queue: of what is claimed, the same for all)
-- EACH: slot sequence hash task_id fence outcome ask min_fence (outcome: complete and the result, bury and the error,
--   release and the reason, or retry, the delay and the error; a space between)
-- Reply: of each call {status: settled, state, next?} | {status: fenced, state?}, then each task claimed as JSON
-- MEMORY: none (works on a full server)
-- META: 'sets', 'queue ' .. queue
-- @include envelopes
-- @include task-ask

local answers = {}
for at = calls, #ARGV, EACH_WORDS do
  -- @each
  local last_call, tasks = remembered[#answers + 2], { '' }
-- @include replay
  if not answer then
-- @include task-complete-simple
    if not settled then
      answer = '{"status":"fenced"' .. (state and ',"state":"' .. state .. '"' or '') .. '}'
    elseif ask == '' then
      answer = '{"status":"settled","state":"' .. state .. '"}'
    else
-- @include task-claim-simple
      answer = '{"status":"settled","state":"' .. state .. '","next":' .. given .. '}'
    end
    kept[#kept + 1] = slot
    kept[#kept + 1] = sequence .. ' ' .. hash .. ' queues/settle ' .. answer
  end
  tasks[1] = answer
  answers[#answers + 1] = tasks
end
-- @include envelopes-end
return answers
