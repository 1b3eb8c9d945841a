-- Part: lease-take-out as a function.

local function remove_grant(grant_id, owner, places, fence, due)
-- @inline lease-take-out: grant_id | owner | places | fence | due
end
