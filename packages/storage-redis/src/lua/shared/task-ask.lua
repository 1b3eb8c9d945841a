-- Part: what a worker asks for. Calls that go out together mostly ask alike: it is read once, as is when something of
-- the queue is due. Forgotten (`asked = nil`) where a change may have come between.
-- An ask: queue lease limit; next line tags; next capabilities; next the worker.

local ASK = '^(%S+) (%d+) (%d+)\n([^\n]*)\n([^\n]*)\n(.*)$'
local asked, queue, lease, limit, tags, capabilities, worker, ends_at, due
