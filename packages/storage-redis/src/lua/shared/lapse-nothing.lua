-- Part: stands for task-lapse where the caller is not admitted.

local function heal_task() end
