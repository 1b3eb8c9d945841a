-- replica/set-gate: changes the gate where every condition holds, and makes the server at hand the one of the namespace.
-- KEYS: meta events spare
-- ARGV: server prefix run_id birth schema token if_version if_position if_alone if_announced admits admits_until applies_source applies_epoch record epoch hold
-- Reply: {status: set, view} | {status: conflict, unmet, view} | {status: behind, epoch} (it stands beyond the epoch asked for)
-- ADMISSION: none
-- @include head
-- @include event
-- @include object
-- @include gate-view
-- @include gate-conditions
-- @include enter-epoch

local function finish(status, unmet)
-- @include save
  return { object('status', quote(status), 'unmet', unmet and quote(unmet), 'view', gate_view()) }
end

local gate = hash_of(gate_key)
-- A change that was sent again because its reply was lost has happened.
if gate.token == token then return finish('set') end
local unmet = unmet_of(gate)
if unmet then return finish('conflict', unmet) end
local stands = gate.epoch or '0'
if epoch ~= '' and tonumber(epoch) < tonumber(stands) then return { object('status', '"behind"', 'epoch', stands) } end

local stored_run, adoptions, born = string.match(known[1] or '', '^([^/]*)/(%d+)/([^/]*)')
adoptions = tonumber(adoptions or 0) + (stored_run == run_id and 0 or 1)
-- On a full server too: this needs no memory.
redis.call('DEL', spare)
redis.call('HSETNX', meta, 'schema', schema)
redis.call('HSET', meta, 'server', run_id .. '/' .. number(adoptions) .. '/' .. (born or birth) .. '/' .. (admits == '' and '-' or admits),
  'clock', micros_text)
if offset ~= 0 then redis.call('HSET', meta, 'offset', format('%d', offset)) end
if admits_until == '' then
  redis.call('HDEL', meta, 'admits_until')
else
  redis.call('HSET', meta, 'admits_until', admits_until)
end
if hold ~= '' then
  local held_until = math.max(now + hold, tonumber(redis.call('HGET', meta, 'grants_from') or 0))
  redis.call('HSET', meta, 'grants_from', number(held_until), 'calm', '0')
end

redis.call('HDEL', gate_key, 'admits', 'applies_source', 'applies_epoch', 'announced_by')
redis.call('HSET', gate_key, 'version', number(if_version + 1), 'record', record, 'token', token)
if admits ~= '' then redis.call('HSET', gate_key, 'admits', admits) end
if applies_source ~= '' then redis.call('HSET', gate_key, 'applies_source', applies_source, 'applies_epoch', applies_epoch) end
if epoch ~= '' and tonumber(epoch) > tonumber(stands) then
  redis.call('HSET', gate_key, 'epoch', epoch)
  -- What it did before it stood in any epoch belongs to the first: so a new copy can follow from the beginning.
  note_epoch(epoch, stands == '0' and '1' or number(last_event + 1))
end
if admits ~= '' and gate.has_followed then
  redis.call('HDEL', gate_key, 'has_followed', 'clock_epoch')
-- @include blocked-again
end
return finish('set')
