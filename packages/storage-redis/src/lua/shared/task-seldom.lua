-- Part: what most claims and settlements do not need. Every function that a script makes costs it as much as half a
-- command, so these are made when they are needed. Needs head, event, fence, meta, prefix.

local made

local function seldom()
  if made then return made end
-- @include object
-- @include task-state
-- @include task-move
-- @include task-end
-- @include task-fail
-- @include task-ready
-- @include task-lapse
-- @include task-heal
-- @include task-buckets
-- @include task-claim
-- @include task-settle
  made = { heal = heal, claim_one = claim_one, claim_tasks = claim_tasks, settle = settle }
  return made
end
