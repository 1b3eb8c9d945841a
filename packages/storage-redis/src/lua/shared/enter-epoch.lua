-- Part: from which event on the namespace is in an epoch: an ordered set by epoch. Needs prefix.

local function note_epoch(epoch, first)
  if #redis.call('ZRANGEBYSCORE', prefix .. 'epochs', epoch, epoch) > 0 then return end
  redis.call('ZADD', prefix .. 'epochs', epoch, epoch .. ' ' .. first)
end
