-- records/put: stores a record, whole, where its version is the one expected.
-- KEYS: meta events session record index removed
-- ARGV: server prefix slot sequence hash open collection id value labels text words if_version
-- Reply: {status: stored, version} | {status: conflict, version}
-- @include envelope
-- @include signal
-- @include object
-- @include record-labels

local version, created, old_labels = unpack(redis.call('HMGET', record, 'version', 'created', 'labels'))
if if_version ~= '' and if_version ~= (version or '0') then
  return finish(object('status', '"conflict"', 'version', version or '0'))
end

-- So that a snapshot finds all there are.
if not version then redis.call('SADD', prefix .. 'collections', collection) end
version = number((version or redis.call('HGET', removed, id) or 0) + 1)
redis.call('HSET', record, 'version', version, 'value', value, 'labels', labels, 'text', text, 'words', words,
  'created', created or number(now), 'updated', number(now))
redis.call('HDEL', removed, id)
redis.call('ZADD', index, 0, id)
if old_labels then each_label(old_labels, function(key) redis.call('ZREM', key, id) end) end
each_label(labels, function(key) redis.call('ZADD', key, 0, id) end)

event('record-stored', 'record/' .. collection .. '/' .. id, version, object(
  'value', value,
  'labels', labels,
  'text', text ~= '' and quote(text),
  'createdAt', created or number(now),
  'updatedAt', number(now)))
ring('record/' .. collection)
return finish(object('status', '"stored"', 'version', version))
