-- Part: what most claims and settlements do not need, as `seldom`. Every function that a script makes costs it as much as
-- half a command, so these are made where the first of them is needed. Needs head, event-counts, meta, prefix.

if not seldom then
-- @include event
-- @include fence
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
  seldom = { heal = heal, claim_one = claim_one, claim_tasks = claim_tasks, settle = settle }
end
