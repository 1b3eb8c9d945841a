-- Part: for a verb that may run twice or late without harm. Needs meta, events, spare and server, prefix.
-- @include head
-- @include signal
-- @include event
-- @include fence
-- @include save

-- Needs no memory, and Redis lets a script go on writing after its first allowed write.
redis.call('DEL', spare)

local function finish(reply, extras)
  save()
  return { reply, unpack(extras or {}) }
end
