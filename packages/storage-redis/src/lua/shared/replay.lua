-- Part: what a slot of a session remembers of its last call.

-- What to answer instead of running; nil where the call is to run.
local function replayed(last_call, sequence, hash)
  if not last_call then return nil end
  local last_sequence, last_hash, last_verb, last_reply = string.match(last_call, '^(%d+) (%S+) (%S+) (.*)$')
  if last_sequence == sequence then
    if last_verb == 'burned' then return '{"refused":"superseded"}' end
    if last_hash ~= hash then return '{"refused":"other_arguments"}' end
    return last_reply
  end
  if tonumber(last_sequence) > tonumber(sequence) then return '{"refused":"superseded"}' end
end
