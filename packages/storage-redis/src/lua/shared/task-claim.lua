-- Part: gives a worker the first tasks it may have. Needs task-buckets, task-heal, fence.

-- The claim as the reply tells it, and the task as JSON: one text instead of dozens, a third of the cost of a claim.
local function claim_one(id, popped, ask, min_fence)
  local facts, life, body, failures, progress =
    unpack(redis.call('HMGET', prefix .. 'task:' .. id, 'facts', 'life', 'body', 'failures', 'progress'))
  local task = as_task(id, facts, life)
  local fence_text, ends_at = number(next_fence(min_fence)), number(now + (task.lease or ask.leaseMs))
  task.popped, task.attempts = popped, number(task.attempts + 1)
  task.fence, task.claimed, task.ends, task.worker = fence_text, now_text, ends_at, ask.worker
  local shown = ',"attempts":' .. task.attempts .. ',"claim":{"worker":' .. ask.quoted .. ',"fence":' .. fence_text
    .. ',"claimedAt":' .. now_text .. ',"expiresAt":' .. ends_at .. '}'
  move(task, 'claimed', 'task-claimed', shown)
  return '{"taskId":"' .. id .. '","fence":' .. fence_text .. ',"expiresAt":' .. ends_at .. '}',
    string.sub(body, 1, -2) .. ',"queue":"' .. task.queue .. '","state":"claimed","sequence":' .. task.sequence
      .. ',"version":' .. task.version .. ',"createdAt":' .. task.created .. shown
      .. ',"failures":' .. (failures or '[]') .. (progress and ',"progress":' .. progress or '') .. '}'
end

-- When a delay or an expiring claim may bring something.
local function next_due(queue)
  local due = redis.call('ZRANGE', queue_key(queue, 'due'), 0, 0, 'WITHSCORES')[2]
  local ends = redis.call('ZRANGE', queue_key(queue, 'claimed'), 0, 0, 'WITHSCORES')[2]
  if due and ends then return number(math.min(due, ends)) end
  return (due or ends) and number(due or ends)
end

local asks = {}

-- Many calls of one worker ask for the same.
local function ask_of(text)
  if not asks[text] then
    asks[text] = cjson.decode(text)
    asks[text].quoted = quote(asks[text].worker)
  end
  return asks[text]
end

-- The reply as JSON; the tasks are put behind `behind`.
local function claim_tasks(text, min_fence, behind)
  local ask, claims = ask_of(text), {}
  heal(ask.queue)
  local take = taker(ask)
  while #claims < ask.limit do
    local id, popped = take(ask.limit - #claims)
    if not id then break end
    claims[#claims + 1], behind[#behind + 1] = claim_one(id, popped, ask, min_fence)
  end
  if #claims == 0 then return object('status', '"empty"', 'nextDueAt', next_due(ask.queue)) end
  return '{"status":"claimed","claims":' .. list(claims) .. '}'
end
