-- Part: the end of a call. Needs envelope-head.

-- Remembers the reply and returns it, with what is not remembered behind it.
local function finish(reply, extras)
-- @inline finish-straight: reply
  if not extras then return { reply } end
  return { reply, unpack(extras) }
end
