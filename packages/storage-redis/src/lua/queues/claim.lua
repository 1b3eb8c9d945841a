-- queues/claim: gives a worker the first tasks it may have.
-- KEYS: meta events session capability_sets dedupe
-- ARGV: server prefix slot sequence hash open ask min_fence
-- Reply: {status: claimed, claims} | {status: empty, nextDueAt?}, then each task as JSON
-- @include envelope
-- @include fence
-- @include task-seldom
-- @include task-ask

local tasks = {}
-- @include task-claim-simple
return finish(given, tasks)
