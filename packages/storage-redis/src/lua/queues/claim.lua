-- queues/claim: gives a worker the first tasks it may have.
-- KEYS: meta events session
-- ARGV: server prefix slot sequence hash open queue ask min_fence
-- Reply: {status: claimed, claims} | {status: empty, nextDueAt?}, then each task as JSON
-- META: 'sets', 'queue ' .. queue
-- @include envelope-head
-- @include task-ask

local tasks = {}
-- @include task-claim-simple
-- @inline finish-straight: given
return { given, unpack(tasks) }
