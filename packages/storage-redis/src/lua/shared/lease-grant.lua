-- Part: a grant as it is stored. Needs prefix. One text: a line of numbers (fence, end,
-- ttl, when it was acquired, and the moment that the index has for its end, see lease-places), then the holder, the
-- facts, the details or nothing, and from there on a line a place.

local function grant_of(grant_id)
  local text = redis.call('GET', prefix .. 'grant:' .. grant_id)
  if not text then return nil end
  local fence, ends_text, ttl, acquired, due, rest = string.match(text, '^(%d+) (%d+) (%d+) (%d+) (%d+)(\n.*)$')
  local holder, facts, details, places = string.match(rest, '^\n([^\n]*)\n([^\n]*)\n([^\n]*)\n(.*)$')
  return {
    id = grant_id,
    holder = holder,
    places = places,
    facts = facts,
    details = details ~= '' and details,
    fence = fence,
    ends_text = ends_text,
    ends = tonumber(ends_text),
    ttl = ttl,
    acquired = acquired,
    due = due,
    rest = rest,
  }
end

local function grant_text(grant)
  return '{' .. grant.facts .. ',"fence":' .. grant.fence .. ',"ttlMs":' .. grant.ttl .. ',"acquiredAt":'
    .. grant.acquired .. ',"expiresAt":' .. grant.ends_text
    .. (grant.details and ',"details":' .. grant.details or '') .. '}'
end
