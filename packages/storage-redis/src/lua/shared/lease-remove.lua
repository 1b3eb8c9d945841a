-- Part: takes a grant out of its hash and out of the index; needs no memory. Needs prefix.

local function remove_grant(grant_id, owner, places, fence, due)
  redis.call('DEL', prefix .. 'grant:' .. grant_id)
  local words = { 'f' .. fence .. grant_id, 'e' .. due .. grant_id }
  for place in string.gmatch(places, '[^\n]+') do
    words[#words + 1] = place .. '\n' .. grant_id .. '\n' .. owner
    words[#words + 1] = 'h' .. owner .. '\n' .. place .. '\n' .. grant_id
  end
  redis.call('ZREM', prefix .. 'held', unpack(words))
end
