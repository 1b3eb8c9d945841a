-- records/remove: removes a record where its version is the one expected, and remembers that version.
-- KEYS: meta events session record index removed
-- ARGV: server prefix slot sequence hash open collection id if_version
-- Reply: {status: removed} | {status: not_found} | {status: conflict, version}
-- @include envelope
-- @include signal
-- @include object
-- @include record-labels

local version, labels = unpack(redis.call('HMGET', record, 'version', 'labels'))
if not version then return finish('{"status":"not_found"}') end
if if_version ~= '' and if_version ~= version then
  return finish(object('status', '"conflict"', 'version', version))
end

local last = number(version + 1)
redis.call('HSET', removed, id, last)
redis.call('DEL', record)
redis.call('ZREM', index, id)
each_label(labels, function(key) redis.call('ZREM', key, id) end)
event('record-removed', 'record/' .. collection .. '/' .. id, last, '{}')
ring('record/' .. collection)
return finish('{"status":"removed"}')
