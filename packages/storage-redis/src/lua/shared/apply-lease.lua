-- Part: sets a lease and its places in the index. Needs APPLY, signal, prefix.
-- @include lease-remove

-- places, facts, details, life: see lease-grant. Without a life it is no more.
function APPLY.lease(id, owner, places, facts, life, details)
  local grant, held = prefix .. 'grant:' .. id, prefix .. 'held'
  local old_fence, due, old_owner, old_places =
    string.match(redis.call('GET', grant) or '', '^(%d+) %d+ %d+ %d+ (%d+)\n([^\n]*)\n[^\n]*\n[^\n]*\n(.*)$')
  if old_fence then remove_grant(id, old_owner, old_places, old_fence, due) end
  local fence, moment = string.match(life, '^(%d+) %d+ %d+ %d+ (%d+)$')
  if fence ~= old_fence then ring('lease/' .. id) end
  if not fence then return end
  redis.call('SET', grant, life .. '\n' .. owner .. '\n' .. facts .. '\n' .. details .. '\n' .. places)
  redis.call('ZADD', held, 0, 'f' .. fence .. id, 0, 'e' .. moment .. id)
  for place in string.gmatch(places, '[^\n]+') do
    redis.call('ZADD', held, 0, place .. '\n' .. id .. '\n' .. owner, 0, 'h' .. owner .. '\n' .. place .. '\n' .. id)
  end
end
