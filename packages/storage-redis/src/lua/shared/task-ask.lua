-- Part: what a worker asks for. Calls that go out together mostly ask alike: it is read once. Needs queue and, as
-- known[6] and known[7], how many capability sets there are and when something of the queue is due.
-- An ask: lease limit; next line tags; next capabilities; next the worker.

local ASK = '^(%d+) (%d+)\n([^\n]*)\n([^\n]*)\n(.*)$'
local asked, lease, limit, tags, capabilities, worker, quoted_worker, ends_at, ready_set, claimed_set
local due = known[7]
-- What task-seldom has made.
local seldom
-- What is due may have changed meanwhile.
local stale = false
