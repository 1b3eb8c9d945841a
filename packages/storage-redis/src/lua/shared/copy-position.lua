-- Part: whether a batch is the next one of the owner. Needs head, object and the ARGV of replica/apply.

local applied_source, applied_epoch, stood, next_page, clock_epoch = unpack(redis.call('HMGET', prefix .. 'gate',
  'applies_source', 'applies_epoch', 'epoch', 'next_page', 'clock_epoch'))
local stands = tonumber(stood or 0)
-- Half a snapshot is a copy of nothing.
local position = { epoch = next_page and 0 or stands, sequence = next_page and 0 or tonumber(known[5]) or 0 }

local function answer(status)
  return object('status', quote(status),
    'position', object('epoch', number(position.epoch), 'sequence', number(position.sequence)))
end

local function numbers_of(text)
  local epoch, sequence = string.match(text, '^(%d+) (%d+)$')
  return tonumber(epoch or 0), tonumber(sequence or 0)
end

-- The epoch goes first: after a rollback numbers are given out again.
local function is_beyond(epoch, sequence)
  return epoch > position.epoch or epoch == position.epoch and sequence > position.sequence
end

local function unfitness()
  if applied_source ~= source or applied_epoch ~= source_epoch then return 'refused' end
  local is_empty = position.epoch == 0 and position.sequence == 0
  -- An empty owner has an empty snapshot: it brings an empty copy nowhere, and any other one back to the beginning.
  if not is_beyond(numbers_of(to)) and not (page == '=' and is_empty) then return 'stale' end
  if from == '' then return page ~= '=' and page ~= '=' .. (next_page or '') and 'gap' or nil end
  local _, from_sequence = numbers_of(from)
  if next_page or is_beyond(numbers_of(from)) or from_sequence > position.sequence then return 'gap' end
  -- Its own past, from before it followed anybody: nothing continues that.
  return position.epoch == 0 and position.sequence > 0 and 'gap' or nil
end
