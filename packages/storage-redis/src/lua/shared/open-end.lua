-- Part: for a verb that may run twice or late without harm. Needs meta, events, spare and server, prefix.
-- @include head
-- @include event

-- Needs no memory, and Redis lets a script go on writing after its first allowed write.
redis.call('DEL', spare)

local function finish(reply, extras)
-- @inline save
  if not extras then return { reply } end
  return { reply, unpack(extras) }
end
