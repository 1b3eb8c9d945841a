-- leases/inspect: grants by fence, then waiters by turn, from a place on.
-- KEYS: meta
-- ARGV: server prefix under holder grant_id limit after_fence after_ticket
-- Reply: {grants, waiters, afterFence?, afterTicket?} (the places to go on from, where there may be more)
-- @include head
-- @include object
-- @include lease-overlap
-- @include lease-grant
-- @include lease-listing

local most = tonumber(limit)
local grants, last_fence = listed(grants_after, held, after_fence, most)
local grant_texts, waiter_texts = {}, {}
for _, grant in ipairs(grants) do grant_texts[#grant_texts + 1] = grant_text(grant) end
if last_fence then
  return { object('grants', list(grant_texts), 'waiters', '[]', 'afterFence', last_fence, 'afterTicket', after_ticket) }
end

local waiters, last_ticket = listed(waiters_after, wanted, after_ticket, most - #grants)
for _, waiter in ipairs(waiters) do
  waiter_texts[#waiter_texts + 1] = '{' .. waiter.facts .. ',"since":' .. waiter.since
    .. (waiter.details and ',"details":' .. waiter.details or '') .. '}'
end
return { object(
  'grants', list(grant_texts),
  'waiters', list(waiter_texts),
  'afterFence', last_ticket and '9007199254740991',
  'afterTicket', last_ticket) }
