-- Part: where tasks lie: the sets of a queue by state, and those of ready tasks by tag and capabilities. Needs prefix.

local function queue_key(queue, name)
  return prefix .. 'queue:' .. queue .. ':' .. name
end

-- A ready task scores (5 - priority) steps and its sequence.
local PRIORITY_STEP = 1000000000000000

local function bucket_key(queue, requires, tag)
  return prefix .. 'ready:' .. queue .. ' ' .. requires .. ' ' .. tag
end
