-- leases/revoke: ends grants against their holders' will, by grant or by holder.
-- KEYS: meta events session
-- ARGV: server prefix slot sequence hash open grant_id holder reason by
-- Reply: {revoked}
-- MEMORY: none (works on a full server)
-- @include envelope
-- @include object
-- @include lease-queue
-- @include lease-end

local ids = { [grant_id] = true }
if holder ~= '' then
  ids = {}
  for _, member in ipairs(own_members(holder)) do ids[string.match(member, '[^\n]*$')] = true end
end

local found = {}
for id in pairs(ids) do
  local grant = grant_of(id)
  if grant and grant.ends > now then found[#found + 1] = grant end
end
table.sort(found, function(one, other) return tonumber(one.fence) < tonumber(other.fence) end)

local revoked = {}
for _, grant in ipairs(found) do
  -- Without the details: the reply is remembered, and they are a payload.
  grant.details = nil
  revoked[#revoked + 1] = grant_text(grant)
  local told = object('holder', quote(grant.holder), 'reason', quote(reason), 'by', quote(by))
  end_grant(grant, 'lease-revoked', told)
  ring('lease/' .. grant.id)
end
return finish(object('revoked', list(revoked)))
