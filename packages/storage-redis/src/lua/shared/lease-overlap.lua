-- Part: those who are in the way, by name.
-- @include lease-places

local function entry_of(member)
  local class, key, grant_id, owner = string.match(member, '^(.)([^\n]*)\n([^\n]*)\n(.*)$')
  return {
    key = key,
    mode = (class == 'x' or class == 'X') and 'exclusive' or 'shared',
    scope = (class == 'X' or class == 'S') and 'tree' or 'node',
    grant_id = grant_id,
    holder = owner,
  }
end

-- Entries that exclude one of these places; those of `asker` never do.
local function overlapping(index, places, asker, limit)
  local found = {}
  ranges_against(index, places, function(from, to)
    for _, member in ipairs(redis.call('ZRANGEBYLEX', index, '[' .. from, '(' .. to, 'LIMIT', 0, limit)) do
      local entry = entry_of(member)
      if entry.holder ~= asker then found[#found + 1] = entry end
    end
  end)
  return found
end

-- What a holder has: place, line break, grant id.
local function own_members(holder)
  local own, members = 'h' .. holder .. '\n', {}
  for _, member in ipairs(redis.call('ZRANGEBYLEX', held, '[' .. own, '(h' .. holder .. '\v')) do
    members[#members + 1] = string.sub(member, #own + 1)
  end
  return members
end
