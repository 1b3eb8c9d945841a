-- Part: saves what was counted and remembers the reply. In a straight line. Needs envelope-head.
-- TAKES: reply

-- @inline save
redis.call('HSET', session, slot, sequence .. ' ' .. hash .. ' ' .. verb .. ' ' .. $reply)
