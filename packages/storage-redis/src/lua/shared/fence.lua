-- Part: fences that only grow, also over a server that comes back old or empty. Needs head.

local first_fence = tonumber(known[4]) or 0
local last_fence = first_fence

local function next_fence(seen)
  last_fence = math.max(last_fence + 1, (tonumber(seen) or 0) + 1, micros)
  return last_fence
end
