-- leases/revoke: ends grants against their holders' will, by grant or by holder.
-- KEYS: meta events session grant_ends grant_order held_keys marks waiter_ends waiter_order wanted_keys
-- ARGV: server prefix slot sequence hash open grant_id holder reason by
-- Reply: {revoked}
-- MEMORY: none (works on a full server)
-- @include envelope
-- @include signal
-- @include object
-- @include lease-marks
-- @include lease-overlap
-- @include lease-queue
-- @include lease-end

local ids = { grant_id }
if holder ~= '' then ids = redis.call('SMEMBERS', prefix .. 'holder:' .. holder) end

local found = {}
for _, id in ipairs(ids) do
  local held = hash_of(prefix .. 'grant:' .. id)
  if held.ends and tonumber(held.ends) > now then found[#found + 1] = { id = id, held = held } end
end
table.sort(found, function(one, other) return tonumber(one.held.fence) < tonumber(other.held.fence) end)

local revoked = {}
for _, each in ipairs(found) do
  -- Without the details: the reply is remembered, and they are a payload.
  each.held.details = nil
  revoked[#revoked + 1] = grant_text(each.id, each.held)
  local told = object('holder', quote(each.held.holder), 'reason', quote(reason), 'by', quote(by))
  end_grant(each.id, each.held, 'lease-revoked', told)
  ring('lease/' .. each.id)
end
return finish(object('revoked', list(revoked)))
