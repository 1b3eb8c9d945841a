-- queues/claim: gives a worker the first tasks it may have.
-- KEYS: meta events session capability_sets dedupe
-- ARGV: server prefix slot sequence hash open ask
-- Reply: {status: claimed, claims} | {status: empty, nextDueAt?}, then the hash of each task
-- @include envelope
-- @include task-state
-- @include task-end
-- @include task-heal
-- @include task-claim

return finish(claim_tasks(cjson.decode(ask)))
