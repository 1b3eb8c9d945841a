-- Part: where the copy stands, and what every batch says. Needs head, object, prefix.
-- `epochs` is ordered by epoch: epoch, and the number of its first event.

local function copy_head()
  local stands, next_page = unpack(redis.call('HMGET', prefix .. 'gate', 'epoch', 'next_page'))
  local longest, claim = unpack(redis.call('HMGET', meta, 'longest', 'longest_claim'))
  local epochs = {}
  for _, one in ipairs(redis.call('ZRANGE', prefix .. 'epochs', 0, -1)) do
    epochs[#epochs + 1] = '[' .. string.gsub(one, ' ', ',') .. ']'
  end
  return object('epoch', stands or '0', 'sequence', known[5] or '0', 'partial', next_page and 'true' or 'false',
    'epochs', list(epochs), 'now', now_text, 'fence', known[4] or '0',
    'longestLeaseMs', number(math.max(longest or 0, claim or 0)))
end
