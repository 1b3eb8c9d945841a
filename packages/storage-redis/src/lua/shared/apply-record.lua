-- Part: sets a record and what it is found by; without a value it was removed, and only its version goes on. Needs APPLY,
-- signal, prefix.

local collection
-- @include record-labels

function APPLY.record(of_collection, id, version, value, labels, words, created, updated)
  collection = of_collection
  local record, index, removed = prefix .. 'record:' .. collection .. ' ' .. id, prefix .. 'records:' .. collection,
    prefix .. 'removed:' .. collection
  local old_labels = redis.call('HGET', record, 'labels')
  if old_labels then each_label(old_labels, function(key) redis.call('ZREM', key, id) end) end
  redis.call('SADD', prefix .. 'collections', collection)
  if value == '' then
    redis.call('DEL', record)
    redis.call('ZREM', index, id)
    redis.call('HSET', removed, id, version)
  else
    redis.call('HSET', record, 'version', version, 'value', value, 'labels', labels, 'text', '', 'words', words,
      'created', created, 'updated', updated)
    redis.call('HDEL', removed, id)
    redis.call('ZADD', index, 0, id)
    each_label(labels, function(key) redis.call('ZADD', key, 0, id) end)
  end
  ring('record/' .. collection)
end
