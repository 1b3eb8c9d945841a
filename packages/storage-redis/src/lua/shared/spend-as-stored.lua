-- Part: stands for spend where the caller is not admitted. Needs spend.

local function amount_of(kind, scope)
  return tonumber(redis.call('HGET', spend, kind .. ' ' .. scope) or 0)
end

local function conclude_expired()
  return true
end
