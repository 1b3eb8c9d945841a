-- Part: claims in a straight line what most tasks are: simple, never claimed before, and for every worker; all others
-- by task-seldom. Needs task-ask, event-counts and ask, min_fence. Gives `given`, the answer as JSON, and
-- puts the tasks behind `tasks`.

if ask ~= asked then
  lease, limit, tags, capabilities, worker = string.match(ask, ASK)
  asked, ends_at, quoted_worker = ask, format('%d', now + lease), cjson.encode(worker)
  ready_set, claimed_set = prefix .. 'ready:' .. queue .. '  ', prefix .. 'queue:' .. queue .. ':claimed'
end
if stale then due = redis.call('HGET', meta, 'queue ' .. queue) end
local is_due = due and due ~= '-' and due - now <= 0
local for_everybody = tags == '' and (not known[6] or known[6] == '0')
if is_due or not for_everybody then
-- @inline task-seldom
end
if is_due then
  seldom.heal(queue)
  due = redis.call('HGET', meta, 'queue ' .. queue)
end
stale = false
local claims, given = {}, nil
if for_everybody then
  -- Whoever may have any task of the one set there is takes them out in one step.
  local popped = redis.call('ZPOPMIN', ready_set, limit)
  if #popped > 0 and (not due or due == '-' or ends_at - due < 0) then
    due = ends_at
    redis.call('HSET', meta, 'queue ' .. queue, due)
  end
  for index = 1, #popped, 2 do
    local id = popped[index]
    local entity, key = 'task/' .. id, prefix .. 'task:' .. id
    local found = redis.call('HMGET', key, 'life', 'facts', 'body')
    if string.find(found[1], '^ready 1 ') and string.find(found[2], '^%d+ s ') then
-- @inline next-fence: min_fence
      local granted = last_fence == micros and micros_text or format('%d', last_fence)
      local shown = ',"attempts":1,"claim":{"worker":' .. quoted_worker .. ',"fence":' .. granted
        .. ',"claimedAt":' .. now_text .. ',"expiresAt":' .. ends_at .. '}'
      redis.call('ZADD', claimed_set, ends_at, id)
      redis.call('HSET', key, 'life', 'claimed 2 1 ' .. granted .. ' ' .. now_text .. ' ' .. ends_at .. ' - - ' .. worker)
-- @inline event-entry: 'task-claimed' | entity | '2' | '{"state":"claimed"' .. shown .. '}'
      redis.call('PUBLISH', prefix .. 'signal:' .. entity, '')
      claims[#claims + 1] = '{"taskId":"' .. id .. '","fence":' .. granted .. ',"expiresAt":' .. ends_at .. '}'
      tasks[#tasks + 1] = found[3] .. ',"state":"claimed","version":2' .. shown .. ',"failures":[]}'
    else
      stale = true
-- @inline task-seldom
      claims[#claims + 1], tasks[#tasks + 1] = seldom.claim_one(id, true, lease, worker, min_fence)
    end
  end
else
  stale = true
  claims = seldom.claim_tasks({ queue = queue, lease = lease, limit = limit, tags = tags, capabilities = capabilities,
    worker = worker }, min_fence, tasks)
end
if #claims > 0 then
  given = '{"status":"claimed","claims":[' .. table.concat(claims, ',') .. ']}'
else
  -- When a delay or an expiring claim may bring something.
  local first = redis.call('ZRANGE', prefix .. 'queue:' .. queue .. ':due', 0, 0, 'WITHSCORES')[2]
  local ends = redis.call('ZRANGE', claimed_set, 0, 0, 'WITHSCORES')[2]
  first = first and ends and math.min(first, ends) or first or ends
  given = '{"status":"empty"' .. (first and ',"nextDueAt":' .. format('%d', first) or '') .. '}'
end
