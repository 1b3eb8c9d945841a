-- limits/settle-spend: replaces a reservation by what was really spent.
-- KEYS: meta events session spend reservations reservation
-- ARGV: server prefix slot sequence hash open reservation_id amounts
-- Reply: {status: settled | gone}
-- MEMORY: none (works on a full server)
-- @include envelope
-- @include object
-- @include spend

conclude_expired()
local reserved = hash_of(reservation)
local ends = tonumber(redis.call('ZSCORE', reservations, reservation_id) or 0)
if ends <= now then return finish('{"status":"gone"}') end
conclude(reservation_id, reserved, cjson.decode(amounts), amounts)
return finish('{"status":"settled"}')
