-- Part: runs each of several calls of one session at most once, in one script: see envelope. Needs meta, events,
-- session and server, prefix, calls (the place of their words in ARGV; a call begins with slot sequence hash open).
-- @include head
-- @include signal
-- @include event
-- @include fence
-- @include save
-- @include replay

local IDLE_MS, REFRESH_MS = '1860000', 60000

local remembered = { 'opened' }
for at = calls, #ARGV, EACH_WORDS do remembered[#remembered + 1] = ARGV[at] end
remembered = redis.call('HMGET', session, unpack(remembered))
local opened, to_remember = remembered[1], {}
if opened and now - opened >= REFRESH_MS then
  redis.call('PEXPIRE', session, IDLE_MS)
  redis.call('HSET', session, 'opened', now_text)
end

-- What the call answers where it is not to run.
local function answered_before(number_of_call)
  if not opened then
    if open ~= 'open' then return '{"refused":"session_expired"}' end
    opened = now_text
    redis.call('PEXPIRE', session, IDLE_MS)
    redis.call('HSET', session, 'opened', opened)
    redis.call('PEXPIRE', session, IDLE_MS)
  end
  return replayed(remembered[number_of_call + 1], sequence, hash)
end

local function remember(reply)
  local count = #to_remember
  to_remember[count + 1], to_remember[count + 2] = slot, sequence .. ' ' .. hash .. ' ' .. verb .. ' ' .. reply
end

local function finish(replies)
  -- Every change begins with a command that needs no memory. Where nothing changed, this is the one.
  if last_event == first_event then redis.call('PEXPIRE', session, IDLE_MS) end
  save()
  if #to_remember > 0 then redis.call('HSET', session, unpack(to_remember)) end
  return replies
end
