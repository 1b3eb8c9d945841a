-- Part: the gate as a look tells it. Needs head, object, prefix, run_id.
-- The hash `gate`: version admits applies_source applies_epoch record; epoch, in which the copy stands; clock_epoch, of the
-- owner whose clock was taken over; has_followed, since mutations were last admitted; next_page, while pages of a snapshot
-- are missing; announced_by, announced_at, announced_run; leader, leader_until; token, of the last change.
-- `members` is ordered by when they were last seen; `member-facts` tells until when each promised to be, and its host.
-- @include any-lease

local gate_key, members, member_facts = prefix .. 'gate', prefix .. 'members', prefix .. 'member-facts'

-- Half a snapshot is a copy of nothing.
local function position_of(gate)
  if gate.next_page then return '0', '0' end
  return gate.epoch or '0', last_place or '0'
end

local function members_text()
  local texts, seen = {}, redis.call('ZRANGE', members, 0, 99, 'REV', 'WITHSCORES')
  for at = 1, #seen, 2 do
    local ends, host = string.match(redis.call('HGET', member_facts, seen[at]) or '0 ', '^(%d+) (.*)$')
    texts[#texts + 1] = object('storeId', quote(seen[at]), 'host', quote(host), 'lastSeenAt', number(seen[at + 1]),
      'gone', tonumber(ends) <= now and 'true' or 'false')
  end
  return list(texts)
end

-- One that was made before this server began its life has not stood without a break.
local function announcement_of(gate)
  if not gate.announced_by or gate.announced_run ~= run_id then return nil end
  return gate.announced_by, math.max(0, now - gate.announced_at)
end

local function gate_view()
  local gate, server_now = hash_of(gate_key), redis.call('HGET', meta, 'server') or ''
  local longest, claim, until_at = unpack(redis.call('HMGET', meta, 'longest', 'longest_claim', 'admits_until'))
  local epoch, sequence = position_of(gate)
  local by, stood = announcement_of(gate)
  return object(
    'gate', object('version', gate.version or '0', 'admits', gate.admits or 'null', 'admitsUntil', until_at,
      'applies', gate.applies_source and object('source', quote(gate.applies_source), 'epoch', gate.applies_epoch) or 'null',
      'record', gate.record or '{}'),
    'position', object('epoch', epoch, 'sequence', sequence),
    'members', members_text(),
    'announcement', by and object('storeId', quote(by), 'stoodMs', number(stood)) or 'null',
    'server', quote(server_now),
    'fence', known[4] or '0',
    'longestLeaseMs', number(math.max(longest or 0, claim or 0)),
    'hasLeases', any_lease() and 'true' or 'false',
    'now', now_text)
end
