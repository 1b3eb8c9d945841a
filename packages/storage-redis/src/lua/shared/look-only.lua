-- Part: stands for open-end where the caller is not admitted: what is over is told as it is stored, and nothing is written.
-- @include head

local function finish(reply, extras)
  if not extras then return { reply } end
  return { reply, unpack(extras) }
end
