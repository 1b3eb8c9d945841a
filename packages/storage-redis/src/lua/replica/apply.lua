-- replica/apply: sets entities to what they are at the owner, in one step, where the batch is the next one of that owner.
-- KEYS: meta events
-- ARGV: server prefix source source_epoch from to page cursor owner_now fence longest entities...
-- EACH: kind id a b c d e f g h
-- Reply: {status: applied | stale | gap | refused, position} (from, to: epoch and sequence; page: = and the cursor it was asked with)
-- ADMISSION: none
-- @include head
-- @include object
-- @include signal
-- @include copy-position
-- @include enter-epoch

local unfit = unfitness()
if unfit then return { answer(unfit) } end
local is_first = page == '='
if is_first then
-- @include empty-copy
  position.sequence, known[5] = 0, '0'
end
-- @include follow-clock

local last_event, highest_place = tonumber(known[5]) or 0, 0
local APPLY = {}
-- @include apply-task
-- @include apply-lease
-- @include apply-record
-- @include apply-log
-- @include apply-limits
-- @include apply-event
for at = entities, #ARGV, EACH_WORDS do
  -- @each
  APPLY[kind](id, a, b, c, d, e, f, g, h)
end
count_unmet()

local is_whole = from ~= '' or cursor == ''
local to_epoch, to_sequence = numbers_of(to)
if is_whole and from == '' then last_event = to_sequence end
local own_claim = redis.call('HGET', meta, 'longest_claim') or 0
-- Without `calm` the next request for a lock looks at everything.
redis.call('HSET', meta, 'event', number(last_event), 'fence', number(math.max(fence, known[4] or 0)), 'calm', '0',
  'longest_claim', number(math.max(own_claim, longest)),
  'sequence', number(math.max(highest_place, is_first and 0 or redis.call('HGET', meta, 'sequence') or 0)))
redis.call('HSET', prefix .. 'gate', 'has_followed', '1')
if cursor == '' then
  redis.call('HDEL', prefix .. 'gate', 'next_page')
else
  redis.call('HSET', prefix .. 'gate', 'next_page', cursor)
end
if is_whole then
  redis.call('HSET', prefix .. 'gate', 'epoch', number(to_epoch))
  local _, from_sequence = numbers_of(from)
  if from == '' then
    note_epoch(number(to_epoch), number(to_sequence + 1))
  elseif to_epoch > stands then
    note_epoch(number(to_epoch), number(from_sequence + 1))
  end
end
position = { epoch = is_whole and to_epoch or 0, sequence = is_whole and last_event or 0 }
return { answer('applied') }
