-- Part: tasks of all queues by their sequence, which no change moves. Needs name_it and the ARGV of replica/page.
-- @include task-state

local tags, parent, worker, states, batch = '', '', '', '', limit
after = after == '' and '0' or after
-- @include task-listing

for _, entry in ipairs(candidates(redis.call('SMEMBERS', queues))) do
  if #names >= 4 * tonumber(limit) then break end
  name_it(entry.id, '', entry.place)
end
