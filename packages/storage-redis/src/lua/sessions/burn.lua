-- sessions/burn: what became of an operation, after which it can no longer run.
-- KEYS: meta session
-- ARGV: server idle slot sequence
-- Reply: {status: ran, verb} and the reply of the verb | {status: burned} | {status: superseded} | {refused}
-- @include head
-- @include object

redis.call('PEXPIRE', session, idle)
local opened, last_call = unpack(redis.call('HMGET', session, 'opened', slot))
if not opened then return { '{"refused":"session_expired"}' } end
if last_call then
  local last_sequence, _, verb, reply = string.match(last_call, '^(%d+) (%S+) (%S+) (.*)$')
  if tonumber(last_sequence) > tonumber(sequence) then return { '{"status":"superseded"}' } end
  if last_sequence == sequence then
    if verb == 'burned' then return { '{"status":"burned"}' } end
    return { object('status', '"ran"', 'verb', quote(verb)), reply }
  end
end
redis.call('HSET', session, slot, sequence .. ' - burned -')
return { '{"status":"burned"}' }
