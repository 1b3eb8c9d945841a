-- Part: where tasks lie: the sets of a queue by state, and those of ready tasks by tag and capabilities. Needs prefix.
-- @include task-order

-- Capability sets of unfinished tasks, with how many ask for each.
local capability_sets = prefix .. 'capability-sets'
local dedupe = prefix .. 'dedupe'
local queues = prefix .. 'queues'

local function queue_key(queue, name)
  return prefix .. 'queue:' .. queue .. ':' .. name
end

local function bucket_key(queue, requires, tag)
  return prefix .. 'ready:' .. queue .. ' ' .. requires .. ' ' .. tag
end
