-- Part: the end of a script of several calls. Needs envelopes.

-- Every change begins with a command that needs no memory. Where nothing changed, this is the one.
if last_event == first_event then redis.call('PEXPIRE', session, IDLE_MS) end
-- @inline save
if #kept > 0 then redis.call('HSET', session, unpack(kept)) end
