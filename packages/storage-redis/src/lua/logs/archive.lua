-- logs/archive: removes entries up to and with one; sequences and counts go on.
-- KEYS: meta events session entries ids
-- ARGV: server prefix slot sequence hash open log up_to
-- Reply: {removed}
-- MEMORY: none (works on a full server)
-- @include envelope
-- @include object

local removed, BATCH = 0, 1000
repeat
  local page = redis.call('XRANGE', entries, '-', up_to .. '-0', 'COUNT', BATCH)
  for _, entry in ipairs(page) do
    redis.call('HDEL', ids, entry[2][2])
    redis.call('XDEL', entries, entry[1])
  end
  removed = removed + #page
until #page < BATCH
if removed > 0 then
  event('log-archived', 'log/' .. log, nil, object('upTo', up_to, 'removed', number(removed)))
end
return finish(object('removed', number(removed)))
