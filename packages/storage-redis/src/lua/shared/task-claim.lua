-- Part: gives a worker the first tasks it may have. Needs task-buckets, task-heal, fence.

-- The whole task as JSON: one text instead of dozens, which is a third of the cost of a claim.
local function claimed_text(task, attempts, claim)
  local body, created, failures, progress =
    unpack(redis.call('HMGET', prefix .. 'task:' .. task.id, 'body', 'created', 'failures', 'progress'))
  return string.sub(body, 1, -2) .. ',"queue":"' .. task.queue .. '","state":"claimed","sequence":' .. task.sequence
    .. ',"version":' .. task.version .. ',"createdAt":' .. created .. ',"attempts":' .. attempts
    .. ',"failures":' .. (failures or '[]') .. ',"claim":' .. claim
    .. (progress and ',"progress":' .. progress or '') .. '}'
end

-- The claim as the reply tells it, and the task.
local function claim_one(id, ask)
  local task = load_task(id)
  local fence_text = number(next_fence(ask.minFence))
  local attempts = number(task.attempts + 1)
  local ends_at = number(now + (task.lease or ask.leaseMs))
  task.ends = ends_at
  local claim = '{"worker":' .. quote(ask.worker) .. ',"fence":' .. fence_text
    .. ',"claimedAt":' .. now_text .. ',"expiresAt":' .. ends_at .. '}'
  move(task, 'claimed', 'task-claimed', {
    fields = { 'attempts', attempts, 'fence', fence_text, 'worker', ask.worker, 'claimed', now_text, 'ends', ends_at },
    shown = ',"attempts":' .. attempts .. ',"claim":' .. claim,
  })
  return '{"taskId":"' .. id .. '","fence":' .. fence_text .. ',"expiresAt":' .. ends_at .. '}',
    claimed_text(task, attempts, claim)
end

-- When a delay or an expiring claim may bring something.
local function next_due(queue)
  local due = redis.call('ZRANGE', queue_key(queue, 'due'), 0, 0, 'WITHSCORES')[2]
  local ends = redis.call('ZRANGE', queue_key(queue, 'claimed'), 0, 0, 'WITHSCORES')[2]
  if due and ends then return number(math.min(due, ends)) end
  return (due or ends) and number(due or ends)
end

-- The reply as JSON, and the tasks beside it.
local function claim_tasks(ask)
  heal(ask.queue)
  local buckets, claims, tasks = buckets_for(ask), {}, {}
  for _, bucket in ipairs(buckets) do look(bucket) end
  while #claims < ask.limit do
    local first = {}
    for _, bucket in ipairs(buckets) do
      if bucket.id and (not first.id or bucket.place < first.place) then first = { id = bucket.id, place = bucket.place } end
    end
    if not first.id then break end
    claims[#claims + 1], tasks[#tasks + 1] = claim_one(first.id, ask)
    if #claims == ask.limit then break end
    for _, bucket in ipairs(buckets) do
      if bucket.id == first.id then look(bucket) end
    end
  end
  if #claims == 0 then return object('status', '"empty"', 'nextDueAt', next_due(ask.queue)), tasks end
  return object('status', '"claimed"', 'claims', list(claims)), tasks
end
