-- Part: which condition of a change of the gate does not hold. Needs gate-view and the ARGV of replica/set-gate.

local function is_alone(store_id)
  for _, id in ipairs(redis.call('ZRANGE', members, 0, -1)) do
    local ends = string.match(redis.call('HGET', member_facts, id) or '0', '^%d+')
    if id ~= store_id and tonumber(ends) > now then return false end
  end
  return true
end

local function unmet_of(gate)
  if (gate.version or '0') ~= if_version then return 'version' end
  local epoch, sequence = position_of(gate)
  if if_position ~= '' and if_position ~= epoch .. ' ' .. sequence then return 'position' end
  if if_alone ~= '' and not is_alone(if_alone) then return 'alone' end
  if if_announced == '' then return nil end
  local by, stood = announcement_of(gate)
  local wanted, for_ms = string.match(if_announced, '^(%S+) (%d+)$')
  if by ~= wanted or stood < tonumber(for_ms) then return 'announced' end
end
