-- leases/renew: moves the expiry of a valid grant to now + ttl; never brings one back.
-- KEYS: meta events spare
-- ARGV: server prefix grant_id fence ttl
-- Reply: {status: renewed, expiresAt} | {status: lost}
-- @include open-end

local grant = prefix .. 'grant:' .. grant_id
local held_fence, ends, held_ttl, acquired, due =
  string.match(redis.call('GETRANGE', grant, 0, 79), '^(%d+) (%d+) (%d+) (%d+) (%d+)\n')
if held_fence ~= fence or ends <= now_text then return finish('{"status":"lost"}') end

local expires_at = format('%d', now + ttl)
if ttl == held_ttl then
  -- In its place: all moments have 13 digits. The index keeps its moment, which is before this one.
  redis.call('SETRANGE', grant, #fence + 1, expires_at)
else
  local longest, calm = unpack(redis.call('HMGET', meta, 'longest', 'calm'))
  if tonumber(ttl) > tonumber(longest or 0) then redis.call('HSET', meta, 'longest', ttl) end
  if expires_at < due then
    redis.call('ZREM', prefix .. 'held', 'e' .. due .. grant_id)
    redis.call('ZADD', prefix .. 'held', 0, 'e' .. expires_at .. grant_id)
    due = expires_at
    if calm and calm > due then redis.call('HSET', meta, 'calm', due) end
  end
  redis.call('SET', grant, fence .. ' ' .. expires_at .. ' ' .. ttl .. ' ' .. acquired .. ' ' .. due
    .. string.match(redis.call('GET', grant), '\n.*$'))
end
event('lease-renewed', 'lease/' .. grant_id, nil, '{"expiresAt":' .. expires_at .. ',"ttlMs":' .. ttl .. '}')
return finish('{"status":"renewed","expiresAt":' .. expires_at .. '}')
