-- Part: runs each of several calls of one session at most once, in one script: see envelope. Needs meta, events,
-- session and server, prefix, open, calls (the place of their words in ARGV; a call begins with slot sequence hash).
-- Gives `remembered`, what the slots remember; what they are to remember goes into `kept`. See envelopes-end.
-- @include head
-- @include event-counts

local IDLE_MS, REFRESH_MS = '1860000', 60000

local remembered, kept = { 'opened' }, {}
for at = calls, #ARGV, EACH_WORDS do remembered[#remembered + 1] = ARGV[at] end
remembered = redis.call('HMGET', session, unpack(remembered))
local opened = remembered[1]
if not opened and open ~= 'open' then return { '{"refused":"session_expired"}' } end
if not opened or now - opened >= REFRESH_MS then
  -- The first needs no memory, and Redis lets a script go on writing after its first allowed write.
  redis.call('PEXPIRE', session, IDLE_MS)
  redis.call('HSET', session, 'opened', now_text)
  redis.call('PEXPIRE', session, IDLE_MS)
end
