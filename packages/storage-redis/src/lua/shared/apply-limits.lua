-- Part: sets permits, sums and reservations, and slots. Needs APPLY, head, signal, prefix.

function APPLY.permit(name, id, ends)
  if ends == '' then
    redis.call('ZREM', prefix .. 'permits:' .. name, id)
    ring('permit/' .. name)
  else
    redis.call('ZADD', prefix .. 'permits:' .. name, ends, id)
    redis.call('SADD', prefix .. 'permit-names', name)
  end
end

function APPLY.spend(scope, spent, reserved, refused)
  local spend = prefix .. 'spend'
  redis.call('HSET', spend, 'spent ' .. scope, spent, 'reserved ' .. scope, reserved)
  if refused == '1' then
    redis.call('HSET', spend, 'refused ' .. scope, '1')
  else
    redis.call('HDEL', spend, 'refused ' .. scope)
  end
end

-- charges: a line a scope, its amount first.
function APPLY.reservation(id, ends, charges)
  local reservation = prefix .. 'reservation:' .. id
  redis.call('DEL', reservation)
  redis.call('ZREM', prefix .. 'reservations', id)
  if ends == '' then return end
  for amount, scope in string.gmatch(charges, '(%d+) ([^\n]*)') do redis.call('HSET', reservation, scope, amount) end
  redis.call('ZADD', prefix .. 'reservations', ends, id)
end

-- The session is as good as used now: its caller may be on the way here.
function APPLY.slot(session_id, slot, remembered, idle)
  local session = prefix .. 'session:' .. session_id
  redis.call('HSET', session, 'opened', now_text, slot, remembered)
  redis.call('PEXPIRE', session, idle)
end
