-- Part: wakes who listens, once a channel and call. Needs prefix.

local rung = {}

local function ring(channel)
  if rung[channel] then return end
  rung[channel] = true
  redis.call('PUBLISH', prefix .. 'signal:' .. channel, '')
end
