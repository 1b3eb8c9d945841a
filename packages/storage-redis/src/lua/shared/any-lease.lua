-- Part: whether a lease or a claim is valid now. Needs head, prefix.

local MOST_LOOKED_AT = 1000

-- The index has a moment at or before the end of each grant. Where more than can be looked at may have been renewed
-- since, one of them is taken for valid.
local function any_grant()
  local last = redis.call('ZREVRANGEBYLEX', prefix .. 'held', '(f', '[e', 'LIMIT', 0, MOST_LOOKED_AT)
  for _, member in ipairs(last) do
    if tonumber(string.sub(member, 2, 14)) > now then return true end
    local ends = string.match(redis.call('GETRANGE', prefix .. 'grant:' .. string.sub(member, 15), 0, 40), '^%d+ (%d+) ')
    if ends and tonumber(ends) > now then return true end
  end
  return #last == MOST_LOOKED_AT
end

local function any_lease()
  for _, queue in ipairs(redis.call('SMEMBERS', prefix .. 'queues')) do
    local last = redis.call('ZRANGE', prefix .. 'queue:' .. queue .. ':claimed', 0, 0, 'REV', 'WITHSCORES')[2]
    if last and tonumber(last) > now then return true end
  end
  return any_grant()
end
