-- replica/page: the names of the next entities of a kind behind a place that no change moves.
-- KEYS: meta
-- ARGV: server prefix kind after limit
-- Reply: where the copy stands, then kind, name, more, place of each in one list
-- ADMISSION: none
-- @include head
-- @include object
-- @include copy-head

local names = {}
local most = tonumber(limit)
local function name_it(name, more, place)
  append(names, kind, name, more, place)
end

-- @include names-in-sets

if kind == 'task' then
-- @include tasks-in-order
elseif kind == 'lease' then
  local from = '[f' .. format('%016d', (tonumber(after) or 0) + 1)
  for _, member in ipairs(redis.call('ZRANGEBYLEX', prefix .. 'held', from, '(g', 'LIMIT', 0, most)) do
    name_it(string.sub(member, 18), '', string.sub(member, 2, 17))
  end
elseif kind == 'record' then
  each_of(redis.call('SMEMBERS', prefix .. 'collections'), function(collection, id)
    local from = id == '' and '-' or '(' .. id
    return redis.call('ZRANGEBYLEX', prefix .. 'records:' .. collection, from, '+', 'LIMIT', 0, most)
  end)
elseif kind == 'removed' then
  kind = 'record'
  each_of(redis.call('SMEMBERS', prefix .. 'collections'), function(collection, id)
    return sorted_after(redis.call('HKEYS', prefix .. 'removed:' .. collection), id)
  end)
elseif kind == 'log' then
  each_of(redis.call('SMEMBERS', prefix .. 'logs'), function(_, seen) return seen == '' and { '-' } or {} end)
elseif kind == 'log-entry' then
  each_of(redis.call('SMEMBERS', prefix .. 'logs'), function(log, seen)
    local oldest = redis.call('XRANGE', prefix .. 'log:' .. log, '-', '+', 'COUNT', 1)[1]
    local last = tonumber(redis.call('HGET', prefix .. 'log-counts:' .. log, 'sequence') or 0)
    local first, ids = math.max((tonumber(seen) or 0) + 1, oldest and tonumber(string.match(oldest[1], '^%d+')) or last + 1), {}
    for sequence = first, math.min(last, first + most - 1) do ids[#ids + 1] = format('%d', sequence) end
    return ids
  end)
elseif kind == 'permit' then
  each_of(redis.call('SMEMBERS', prefix .. 'permit-names'), function(name, id)
    return sorted_after(redis.call('ZRANGE', prefix .. 'permits:' .. name, 0, -1), id)
  end)
elseif kind == 'spend' then
  local scopes = {}
  for _, field in ipairs(redis.call('HKEYS', prefix .. 'spend')) do scopes[string.match(field, '^%S+ (.*)$')] = true end
  local ids = {}
  for scope in pairs(scopes) do ids[#ids + 1] = scope end
  for _, scope in ipairs(sorted_after(ids, after)) do
    if #names < 4 * most then name_it(scope, '', scope) end
  end
elseif kind == 'reservation' then
  for _, id in ipairs(sorted_after(redis.call('ZRANGE', prefix .. 'reservations', 0, -1), after)) do
    if #names < 4 * most then name_it(id, '', id) end
  end
end
return { copy_head(), names }
