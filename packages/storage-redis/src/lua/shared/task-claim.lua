-- Part: gives a worker any tasks that it may have. Needs task-buckets, task-move, fence.

-- The claim as the reply tells it, and the task as JSON: one text instead of dozens, a third of the cost of a claim.
local function claim_one(id, popped, lease, worker, min_fence)
  local facts, life, body, failures, progress =
    unpack(redis.call('HMGET', prefix .. 'task:' .. id, 'facts', 'life', 'body', 'failures', 'progress'))
  local task, own_lease = as_task(id, facts, life)
  local fence_text, ends_at = number(next_fence(min_fence)), number(now + (tonumber(own_lease) or lease))
  local attempts = number(string.match(life, '^%S+ %d+ (%d+)') + 1)
  local shown = ',"attempts":' .. attempts .. ',"claim":{"worker":' .. quote(worker) .. ',"fence":' .. fence_text
    .. ',"claimedAt":' .. now_text .. ',"expiresAt":' .. ends_at .. '}'
  local version = move(task, 'claimed', ends_at,
    attempts .. ' ' .. fence_text .. ' ' .. now_text .. ' ' .. ends_at .. ' - - ' .. worker,
    'task-claimed', shown, nil, popped)
  return '{"taskId":"' .. id .. '","fence":' .. fence_text .. ',"expiresAt":' .. ends_at .. '}',
    body .. ',"state":"claimed","version":' .. version .. shown .. ',"failures":' .. (failures or '[]')
      .. (progress and ',"progress":' .. progress or '') .. '}'
end

-- Claims as the reply tells them; the tasks are put behind `behind`.
local function claim_tasks(ask, min_fence, behind)
  local claims, take = {}, taker(ask.queue, ask.tags, ask.capabilities, redis.call('HKEYS', capability_sets))
  for _ = 1, tonumber(ask.limit) do
    local id = take()
    if not id then break end
    claims[#claims + 1], behind[#behind + 1] = claim_one(id, false, ask.lease, ask.worker, min_fence)
  end
  return claims
end
