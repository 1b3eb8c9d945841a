-- Part: fences that only grow, also over a server that comes back old or empty. Needs head.

local function next_fence(seen)
  last_fence = math.max((last_fence or known[4] or 0) + 1, (seen == '' and 0 or seen) + 1, micros)
  return last_fence
end
