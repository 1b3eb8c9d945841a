-- Part: stands for task-heal where the caller is not admitted.

local function heal()
  return true
end
