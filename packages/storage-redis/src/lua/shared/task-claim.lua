-- Part: gives a worker the first tasks it may have. Needs task-buckets, task-heal, fence.
-- An ask: queue lease limit; next line tags; next capabilities; next the worker.

local ASK = '^(%S+) (%d+) (%d+)\n([^\n]*)\n([^\n]*)\n(.*)$'

-- The claim as the reply tells it, and the task as JSON: one text instead of dozens, a third of the cost of a claim.
local function claim_one(id, popped, lease, worker, min_fence)
  local facts, life, body, failures, progress =
    unpack(redis.call('HMGET', prefix .. 'task:' .. id, 'facts', 'life', 'body', 'failures', 'progress'))
  local task, created, own_lease = as_task(id, facts, life)
  local fence_text, ends_at = number(next_fence(min_fence)), number(now + (tonumber(own_lease) or lease))
  local attempts = number(string.match(life, '^%S+ %d+ (%d+)') + 1)
  local shown = ',"attempts":' .. attempts .. ',"claim":{"worker":' .. quote(worker) .. ',"fence":' .. fence_text
    .. ',"claimedAt":' .. now_text .. ',"expiresAt":' .. ends_at .. '}'
  local version = move(task, 'claimed', ends_at,
    attempts .. ' ' .. fence_text .. ' ' .. now_text .. ' ' .. ends_at .. ' - - ' .. worker,
    'task-claimed', shown, nil, popped)
  return '{"taskId":"' .. id .. '","fence":' .. fence_text .. ',"expiresAt":' .. ends_at .. '}',
    string.sub(body, 1, -2) .. ',"queue":"' .. task.queue .. '","state":"claimed","sequence":' .. task.sequence
      .. ',"version":' .. version .. ',"createdAt":' .. created .. shown
      .. ',"failures":' .. (failures or '[]') .. (progress and ',"progress":' .. progress or '') .. '}'
end

-- The reply as JSON; the tasks are put behind `behind`.
local function claim_tasks(ask, min_fence, behind)
  local queue, lease, limit, tags, capabilities, worker = string.match(ask, ASK)
  heal(queue)
  local claims, sets = {}, redis.call('HKEYS', capability_sets)
  if tags == '' and #sets == 0 then
    -- Whoever may have any task of the one set there is takes them out in one step.
    local popped = redis.call('ZPOPMIN', bucket_key(queue, '', ''), limit)
    for at = 1, #popped, 2 do
      claims[#claims + 1], behind[#behind + 1] = claim_one(popped[at], true, lease, worker, min_fence)
    end
  else
    local take = taker(queue, tags, capabilities, sets)
    for _ = 1, tonumber(limit) do
      local id = take()
      if not id then break end
      claims[#claims + 1], behind[#behind + 1] = claim_one(id, false, lease, worker, min_fence)
    end
  end
  if #claims > 0 then return '{"status":"claimed","claims":[' .. table.concat(claims, ',') .. ']}' end
  -- When a delay or an expiring claim may bring something.
  local due = redis.call('ZRANGE', queue_key(queue, 'due'), 0, 0, 'WITHSCORES')[2]
  local ends = redis.call('ZRANGE', queue_key(queue, 'claimed'), 0, 0, 'WITHSCORES')[2]
  local first = due and ends and math.min(due, ends) or due or ends
  return '{"status":"empty"' .. (first and ',"nextDueAt":' .. number(first) or '') .. '}'
end
