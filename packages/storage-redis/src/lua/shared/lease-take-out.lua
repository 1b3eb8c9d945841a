-- Part: takes a grant out of its key and out of the index; needs no memory. In a straight line. Needs prefix.
-- TAKES: grant_id owner places fence due

redis.call('DEL', prefix .. 'grant:' .. $grant_id)
if not string.find($places, '\n', 1, true) then
  redis.call('ZREM', prefix .. 'held', 'f' .. $fence .. $grant_id, 'e' .. $due .. $grant_id,
    $places .. '\n' .. $grant_id .. '\n' .. $owner, 'h' .. $owner .. '\n' .. $places .. '\n' .. $grant_id)
else
  local words = { 'f' .. $fence .. $grant_id, 'e' .. $due .. $grant_id }
  for place in string.gmatch($places, '[^\n]+') do
    words[#words + 1] = place .. '\n' .. $grant_id .. '\n' .. $owner
    words[#words + 1] = 'h' .. $owner .. '\n' .. place .. '\n' .. $grant_id
  end
  redis.call('ZREM', prefix .. 'held', unpack(words))
end
