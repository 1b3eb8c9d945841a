-- Part: gives a worker the first tasks it may have. Needs task-heal, fence, capability_sets.

-- The sets of ready tasks that this worker may take from.
local function buckets_for(ask)
  local can, buckets = {}, {}
  for _, capability in ipairs(ask.capabilities) do can[capability] = true end
  local function add(requires)
    for needed in string.gmatch(requires, '[^,]+') do
      if not can[needed] then return end
    end
    for _, tag in ipairs(#ask.tags > 0 and ask.tags or { '' }) do
      buckets[#buckets + 1] = { key = bucket_key(ask.queue, requires, tag) }
    end
  end
  add('')
  for _, requires in ipairs(redis.call('HKEYS', capability_sets)) do add(requires) end
  return buckets
end

local function look(bucket)
  local head = redis.call('ZRANGE', bucket.key, 0, 0, 'WITHSCORES')
  bucket.id, bucket.place = head[1], tonumber(head[2])
end

local function claim_one(id, ask)
  local task = load_task(id)
  local fence_text = number(next_fence(ask.minFence))
  local attempts = number(task.attempts + 1)
  local ends_at = number(now + (task.lease or ask.leaseMs))
  task.ends = ends_at
  move(task, 'claimed', 'task-claimed', {
    fields = { 'attempts', attempts, 'fence', fence_text, 'worker', ask.worker, 'claimed', now_text, 'ends', ends_at },
    shown = ',"attempts":' .. attempts .. ',"claim":{"worker":' .. quote(ask.worker) .. ',"fence":' .. fence_text
      .. ',"claimedAt":' .. now_text .. ',"expiresAt":' .. ends_at .. '}',
  })
  return '{"taskId":"' .. id .. '","fence":' .. fence_text .. ',"expiresAt":' .. ends_at .. '}'
end

-- When a delay or an expiring claim may bring something.
local function next_due(queue)
  local due = redis.call('ZRANGE', queue_key(queue, 'due'), 0, 0, 'WITHSCORES')[2]
  local ends = redis.call('ZRANGE', queue_key(queue, 'claimed'), 0, 0, 'WITHSCORES')[2]
  if due and ends then return number(math.min(due, ends)) end
  return (due or ends) and number(due or ends)
end

-- The reply as JSON, and the whole tasks beside it.
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
    claims[#claims + 1] = claim_one(first.id, ask)
    tasks[#tasks + 1] = redis.call('HGETALL', prefix .. 'task:' .. first.id)
    if #claims == ask.limit then break end
    for _, bucket in ipairs(buckets) do
      if bucket.id == first.id then look(bucket) end
    end
  end
  if #claims == 0 then return object('status', '"empty"', 'nextDueAt', next_due(ask.queue)), tasks end
  return object('status', '"claimed"', 'claims', list(claims)), tasks
end
