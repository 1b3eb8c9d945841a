-- queues/claim: gives a worker the first tasks it may have.
-- KEYS: meta events session capability_sets dedupe
-- ARGV: server prefix slot sequence hash open ask min_fence
-- Reply: {status: claimed, claims} | {status: empty, nextDueAt?}, then each task as JSON
-- @include envelope
-- @include task-state
-- @include task-move
-- @include task-heal
-- @include task-buckets
-- @include task-claim

local tasks = {}
return finish(claim_tasks(ask, min_fence, tasks), tasks)
