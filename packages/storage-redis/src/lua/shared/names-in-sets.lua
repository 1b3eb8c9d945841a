-- Part: names of entities in several sets, behind a place. Needs name_it, names, most and the ARGV of replica/page.

-- Those of some sets, one after the other; a set is walked only where its turn has come.
local function each_of(sets, ids_of)
  table.sort(sets)
  local after_set, after_id = string.match(after, '^(%S*) ?(.*)$')
  for _, set in ipairs(sets) do
    if set >= after_set then
      for _, id in ipairs(ids_of(set, set == after_set and after_id or '')) do
        if #names >= 4 * most then return end
        name_it(set, id, set .. ' ' .. id)
      end
    end
  end
end

-- The ones of a list behind one of them, in order.
local function sorted_after(ids, after_id)
  local found = {}
  for _, id in ipairs(ids) do
    if id > after_id then found[#found + 1] = id end
  end
  table.sort(found)
  return found
end
