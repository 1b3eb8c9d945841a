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

-- Counts the marks of these keys up or down: read and written once for up to 500 of them.
local function mark_all(asked, owner, change)
  local fields, deltas = {}, {}
  local function write()
    local counts, kept, gone = redis.call('HMGET', marks, unpack(fields)), {}, {}
    for index, field in ipairs(fields) do
      local count = (tonumber(counts[index]) or 0) + deltas[field]
      if count == 0 then
        gone[#gone + 1] = field
      else
        kept[#kept + 1], kept[#kept + 2] = field, count
      end
    end
    if #kept > 0 then redis.call('HSET', marks, unpack(kept)) end
    if #gone > 0 then redis.call('HDEL', marks, unpack(gone)) end
    fields, deltas = {}, {}
  end
  local function mark(field)
    if not deltas[field] then fields[#fields + 1] = field end
    deltas[field] = (deltas[field] or 0) + change
    local part = field .. '\n' .. owner
    if not deltas[part] then fields[#fields + 1] = part end
    deltas[part] = (deltas[part] or 0) + change
  end
  for _, wanted in ipairs(asked) do
    local letter = wanted.mode == 'exclusive' and 'x' or 's'
    mark(letter .. (wanted.scope == 'tree' and 't' or 'n') .. ' ' .. wanted.key)
    for _, ancestor in ipairs(ancestors_of(wanted.key)) do mark(letter .. 'b ' .. ancestor) end
    if #fields >= 500 then write() end
  end
  if #fields > 0 then write() end
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
