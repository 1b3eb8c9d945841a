-- Part: what a slot of a session remembers of its last call. In a straight line. Needs last_call, sequence, hash.

-- What to answer instead of running; nil where the call is to run.
local answer
if last_call then
  local last_sequence = string.match(last_call, '^%d+')
  if sequence - last_sequence <= 0 then
    local last_hash, last_verb, last_reply = string.match(last_call, '^%d+ (%S+) (%S+) (.*)$')
    if last_sequence ~= sequence or last_verb == 'burned' then
      answer = '{"refused":"superseded"}'
    elseif last_hash ~= hash then
      answer = '{"refused":"other_arguments"}'
    else
      answer = last_reply
    end
  end
end
