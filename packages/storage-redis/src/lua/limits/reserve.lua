-- limits/reserve: reserves in all scopes or in none.
-- KEYS: meta events session spend reservations reservation
-- ARGV: server prefix slot sequence hash open reservation_id charges ttl
-- Reply: {status: reserved} | {status: refused, scope, cap, spent, reserved}
-- @include envelope
-- @include object
-- @include spend

conclude_expired()
if redis.call('EXISTS', reservation) == 1 then return finish('{"status":"reserved"}') end

local wanted = cjson.decode(charges)
for _, charge in ipairs(wanted) do
  local spent, reserved = amount_of('spent', charge.scope), amount_of('reserved', charge.scope)
  if charge.cap and spent + reserved + charge.amount > charge.cap then
    local refusal = { 'scope', quote(charge.scope), 'cap', number(charge.cap), 'spent', number(spent), 'reserved', number(reserved) }
    -- Once for each scope until something of it is settled: who asks again and again tells nothing new.
    if redis.call('HSETNX', spend, 'refused ' .. charge.scope, '1') == 1 then
      event('spend-refused', 'spend/' .. reservation_id, nil, object(unpack(refusal)))
    end
    return finish(object('status', '"refused"', unpack(refusal)))
  end
end
for _, charge in ipairs(wanted) do
  change('reserved', charge.scope, charge.amount)
  redis.call('HSET', reservation, charge.scope, number(charge.amount))
end
local expires_at = number(now + ttl)
redis.call('ZADD', reservations, expires_at, reservation_id)
event('spend-reserved', 'spend/' .. reservation_id, nil, object('charges', charges, 'expiresAt', expires_at))
return finish('{"status":"reserved"}')
