-- Part: who is in the way, from an ordered set by key. Needs lease-marks (ancestors_of).
-- Members: key, line break, x or s, n or t, grant id, line break, holder.

local function index_member(wanted, grant_id, owner)
  return wanted.key .. '\n' .. (wanted.mode == 'exclusive' and 'x' or 's')
    .. (wanted.scope == 'tree' and 't' or 'n') .. grant_id .. '\n' .. owner
end

local function entry_of(member)
  local key, letter, reach, grant_id, owner = string.match(member, '^([^\n]*)\n(.)(.)([^\n]*)\n(.*)$')
  return {
    key = key,
    mode = letter == 'x' and 'exclusive' or 'shared',
    scope = reach == 't' and 'tree' or 'node',
    grant_id = grant_id,
    holder = owner,
  }
end

-- Entries that overlap the wanted key and exclude it, or that it excludes; those of `asker` never do.
local function overlapping(index, wanted, asker, limit)
  local found = {}
  local function look(from, to, only_trees)
    for _, member in ipairs(redis.call('ZRANGEBYLEX', index, '[' .. from, '(' .. to, 'LIMIT', 0, limit)) do
      local entry = entry_of(member)
      local fits = entry.scope == 'tree' or not only_trees
      local excludes = wanted.mode ~= 'shared' or entry.mode ~= 'shared'
      if fits and excludes and entry.holder ~= asker then found[#found + 1] = entry end
    end
  end
  look(wanted.key .. '\n', wanted.key .. '\v')
  -- '0' follows '/': everything below the key lies between the two.
  if wanted.scope == 'tree' then look(wanted.key .. '/', wanted.key .. '0') end
  for _, ancestor in ipairs(ancestors_of(wanted.key)) do look(ancestor .. '\n', ancestor .. '\v', true) end
  return found
end
