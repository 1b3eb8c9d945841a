-- Part: who is in the way. Needs prefix. A place is a class and a key; the classes are x and s (exclusive and shared,
-- the node alone), X and S (the node with its tree).
-- `held` and `wanted` are sets in the order of their bytes, and hold for each place: place, line break, grant id, line
-- break, holder. `held` also holds, for each place: h, holder, line break, place, line break, grant id; and for each
-- grant: f, fence, grant id; and e, a moment at or before its end, grant id. A check costs the depth of a path and not
-- the number of locks, also where a holder has thousands.

local held, wanted = prefix .. 'held', prefix .. 'wanted'
local waiter_order, waiter_ends = prefix .. 'waiter-order', prefix .. 'waiter-ends'
local AGAINST = { x = 'xsXS', X = 'xsXS', s = 'xX', S = 'xX' }

local function has_class(index, class)
  return #redis.call('ZRANGEBYLEX', index, '[' .. class, '(' .. class .. '\255', 'LIMIT', 0, 1) > 0
end

-- Calls `look` with the ranges of the index in which all lies that excludes one of these places, each once; stops where
-- it answers true.
local function ranges_against(index, places, look)
  local there, seen = { x = true }, {}
  for place in string.gmatch(places, '[^\n]+') do
    local class, key = string.sub(place, 1, 1), string.sub(place, 2)
    for other in string.gmatch(AGAINST[class], '.') do
      if there[other] == nil then there[other] = has_class(index, other) end
      if there[other] then
        local at = other .. key
        if look(at .. '\n', at .. '\v') then return true end
        -- '0' follows '/': everything below the key lies between the two.
        if (class == 'X' or class == 'S') and look(at .. '/', at .. '0') then return true end
        local slash = (other == 'X' or other == 'S') and string.find(at, '/', 1, true)
        while slash do
          local ancestor = string.sub(at, 1, slash - 1)
          if not seen[ancestor] and look(ancestor .. '\n', ancestor .. '\v') then return true end
          seen[ancestor] = true
          slash = string.find(at, '/', slash + 1, true)
        end
      end
    end
  end
  return false
end

-- Whether a grant of another holder excludes one of these places.
local function is_excluded(places, asker)
  local own = 'h' .. asker .. '\n'
  return ranges_against(held, places, function(from, to)
    local count = redis.call('ZLEXCOUNT', held, '[' .. from, '(' .. to)
    return count > 0 and count > redis.call('ZLEXCOUNT', held, '[' .. own .. from, '(' .. own .. to)
  end)
end
