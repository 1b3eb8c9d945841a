-- replica/read: entities as they are now, until there are more bytes than a batch can hold.
-- KEYS: meta
-- ARGV: server prefix most_bytes names...
-- EACH: kind name more
-- Reply: where the copy stands, then what is stored of each, as replica/decode expects it
-- ADMISSION: none
-- @include head
-- @include object
-- @include copy-head

local READ = {
  task = function() return redis.call('HGETALL', prefix .. 'task:' .. name) end,
  lease = function() return { redis.call('GET', prefix .. 'grant:' .. name) } end,
  record = function()
    local stored = redis.call('HMGET', prefix .. 'record:' .. name .. ' ' .. more,
      'version', 'value', 'labels', 'words', 'created', 'updated')
    if stored[1] then return stored end
    return { redis.call('HGET', prefix .. 'removed:' .. name, more) }
  end,
  log = function()
    local oldest = redis.call('XRANGE', prefix .. 'log:' .. name, '-', '+', 'COUNT', 1)[1]
    local sequence, count = unpack(redis.call('HMGET', prefix .. 'log-counts:' .. name, 'sequence', 'count'))
    return { sequence, count, oldest and string.match(oldest[1], '^%d+') }
  end,
  ['log-entry'] = function()
    local entry = redis.call('XRANGE', prefix .. 'log:' .. name, more .. '-0', more .. '-0')[1]
    return entry and entry[2] or {}
  end,
  permit = function() return { redis.call('ZSCORE', prefix .. 'permits:' .. name, more) } end,
  spend = function()
    return redis.call('HMGET', prefix .. 'spend', 'spent ' .. name, 'reserved ' .. name, 'refused ' .. name)
  end,
  reservation = function()
    local ends = redis.call('ZSCORE', prefix .. 'reservations', name)
    local found = redis.call('HGETALL', prefix .. 'reservation:' .. name)
    table.insert(found, 1, ends)
    return found
  end,
  slot = function() return { redis.call('HGET', prefix .. 'session:' .. name, more) } end,
}

local found, bytes = { copy_head() }, 0
for at = names, #ARGV, EACH_WORDS do
  -- @each
  if bytes > tonumber(most_bytes) then return found end
  local one = READ[kind]()
  for _, part in ipairs(one) do bytes = bytes + (part and #part or 0) end
  found[#found + 1] = one
end
return found
