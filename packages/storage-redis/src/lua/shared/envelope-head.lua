-- Part: runs a call at most once, where finish or finish-straight ends it. Needs meta, events, session and server,
-- prefix, slot, sequence, hash, open.
-- `needs_no_memory`: the header says MEMORY: none, and the verb works on a full server too. `refuses_itself`: it says
-- MEMORY: first write, and the first thing that the verb writes is refused there.
-- @include head
-- @include event-counts

-- The idle time may end up to a minute late, never early.
local IDLE_MS, REFRESH_MS = '1860000', 60000

-- PEXPIRE needs no memory; Redis lets a script go on writing after its first allowed write.
if needs_no_memory then redis.call('PEXPIRE', session, IDLE_MS) end
local remembered = redis.call('HMGET', session, 'opened', slot)
local opened, last_call = remembered[1], remembered[2]
if not opened and open ~= 'open' then return { '{"refused":"session_expired"}' } end
-- @include replay
if answer then return { answer } end

-- On a full server this is refused, before anything has changed (unless the verb needs no memory).
local fresh = opened and now - opened < REFRESH_MS
if not fresh or not (needs_no_memory or refuses_itself) then redis.call('HSET', session, 'opened', fresh and opened or now_text) end
if not fresh then redis.call('PEXPIRE', session, IDLE_MS) end
