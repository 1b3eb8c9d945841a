-- server/begin-migration: says which steps are left to `schema`, and keeps every other call from running meanwhile.
-- KEYS: meta
-- ARGV: schema
-- Reply: {schema, from} (from: the layout to begin with)
-- @include json
-- @include object

local stored, migrating, server = unpack(redis.call('HMGET', meta, 'schema', 'migrating', 'server'))
stored = tonumber(stored or schema)
local wanted = tonumber(schema)
if stored < wanted then
  -- Clients of an older version meet another server at their next call, look, and refuse to go on.
  local run_id, epoch, birth = string.match(server or '', '^([^/]*)/(%d+)/(.*)$')
  local renamed = (run_id or '') .. '/' .. number((tonumber(epoch) or 0) + 1) .. '/' .. (birth or '')
  migrating = migrating or number(stored)
  redis.call('HSET', meta, 'schema', schema, 'migrating', migrating, 'server', renamed)
  stored = wanted
end
return { object('schema', number(stored), 'from', migrating or schema) }
