-- Part: multi-granularity marks (Gray et al. 1975), so that a check costs the depth of a path. Needs marks.
-- Kinds: x or s (exclusive, shared), and n, t or b (on the node, on its tree, somewhere below it).
-- A field counts a kind at a key; with a line break and a holder, that holder's part of it.

local function ancestors_of(key)
  local ancestors, from = {}, 1
  while true do
    local slash = string.find(key, '/', from, true)
    if not slash then return ancestors end
    ancestors[#ancestors + 1] = string.sub(key, 1, slash - 1)
    from = slash + 1
  end
end

local function mark(field, change)
  if redis.call('HINCRBY', marks, field, change) == 0 then redis.call('HDEL', marks, field) end
end

local function mark_all(wanted, owner, change)
  local letter = wanted.mode == 'exclusive' and 'x' or 's'
  local here = letter .. (wanted.scope == 'tree' and 't' or 'n') .. ' ' .. wanted.key
  mark(here, change)
  mark(here .. '\n' .. owner, change)
  for _, ancestor in ipairs(ancestors_of(wanted.key)) do
    local above = letter .. 'b ' .. ancestor
    mark(above, change)
    mark(above .. '\n' .. owner, change)
  end
end

-- Whether a grant of another holder excludes this key.
local function is_excluded(wanted, asker)
  local alone, fields = wanted.mode == 'exclusive', {}
  local function add(kind, key) fields[#fields + 1] = kind .. ' ' .. key end
  for _, kind in ipairs(alone and { 'xn', 'xt', 'sn', 'st' } or { 'xn', 'xt' }) do add(kind, wanted.key) end
  if wanted.scope == 'tree' then
    add('xb', wanted.key)
    if alone then add('sb', wanted.key) end
  end
  for _, ancestor in ipairs(ancestors_of(wanted.key)) do
    add('xt', ancestor)
    if alone then add('st', ancestor) end
  end
  local count = #fields
  for index = 1, count do fields[count + index] = fields[index] .. '\n' .. asker end
  local found = redis.call('HMGET', marks, unpack(fields))
  for index = 1, count do
    if (tonumber(found[index]) or 0) > (tonumber(found[count + index]) or 0) then return true end
  end
  return false
end
