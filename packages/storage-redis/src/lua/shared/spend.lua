-- Part: what was spent and what is reserved, by scope. Needs event, prefix, spend, reservations.

local function amount_of(kind, scope)
  return tonumber(redis.call('HGET', spend, kind .. ' ' .. scope) or 0)
end

local function change(kind, scope, amount)
  redis.call('HINCRBY', spend, kind .. ' ' .. scope, number(amount))
end

-- Ends a reservation: what it reserved is free again, and what was spent is counted.
local function conclude(id, reserved, amounts, amounts_text, lapsed)
  local scopes = {}
  for scope, amount in pairs(reserved) do
    change('reserved', scope, -amount)
    redis.call('HDEL', spend, 'refused ' .. scope)
    append(scopes, quote(scope))
  end
  for scope, amount in pairs(amounts) do
    change('spent', scope, amount)
    if not reserved[scope] then append(scopes, quote(scope)) end
  end
  redis.call('DEL', prefix .. 'reservation:' .. id)
  redis.call('ZREM', reservations, id)
  event('spend-settled', 'spend/' .. id, nil,
    object('amounts', amounts_text, 'scopes', list(scopes), 'lapsed', lapsed and 'true'))
end

-- A reservation nobody settled counts as spent in full: the money may be gone. True when none is left over.
local function conclude_expired()
  local over = redis.call('ZRANGEBYSCORE', reservations, '-inf', number(now), 'LIMIT', 0, 100)
  for _, id in ipairs(over) do
    local reserved = hash_of(prefix .. 'reservation:' .. id)
    local amounts = {}
    for scope, amount in pairs(reserved) do append(amounts, scope, amount) end
    conclude(id, reserved, reserved, object(unpack(amounts)), true)
  end
  return #over < 100
end
