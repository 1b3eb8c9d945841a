-- leases/inspect: grants by fence, then waiters by turn, from a place on.
-- KEYS: meta grant_order grant_ends held_keys waiter_order waiter_ends wanted_keys
-- ARGV: server prefix under holder grant_id limit after_fence after_ticket
-- Reply: {grants, waiters, afterFence?, afterTicket?} (the places to go on from, where there may be more)
-- @include head
-- @include object
-- @include lease-marks
-- @include lease-overlap
-- @include lease-grant
-- @include lease-listing

local most = tonumber(limit)
local grants, last_fence = listed(grant_order, grant_ends, held_keys, 'grant:', after_fence, most)
local grant_texts, waiter_texts = {}, {}
for _, each in ipairs(grants) do grant_texts[#grant_texts + 1] = grant_text(each.id, each.fields) end
if last_fence then
  return { object('grants', list(grant_texts), 'waiters', '[]', 'afterFence', number(last_fence), 'afterTicket', after_ticket) }
end

local waiters, last_ticket = listed(waiter_order, waiter_ends, wanted_keys, 'waiter:', after_ticket, most - #grants)
for _, each in ipairs(waiters) do
  local fields = each.fields
  waiter_texts[#waiter_texts + 1] = object('grantId', quote(each.id), 'holder', quote(fields.holder),
    'keys', fields.keys, 'since', fields.since, 'details', fields.details)
end
return { object(
  'grants', list(grant_texts),
  'waiters', list(waiter_texts),
  'afterFence', last_ticket and '9007199254740991',
  'afterTicket', last_ticket and number(last_ticket)) }
