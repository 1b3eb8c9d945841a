-- Part: a grant as its hash holds it. Needs prefix.
-- life: fence, end, ttl, when it was acquired, and the moment that the index has for its end (see lease-places).

local function grant_of(grant_id)
  local holder, places, facts, life, details =
    unpack(redis.call('HMGET', prefix .. 'grant:' .. grant_id, 'holder', 'places', 'facts', 'life', 'details'))
  if not life then return nil end
  local fence, ends_text, ttl, acquired, due = string.match(life, '^(%d+) (%d+) (%d+) (%d+) (%d+)$')
  return {
    id = grant_id,
    holder = holder,
    places = places,
    facts = facts,
    details = details,
    fence = fence,
    ends_text = ends_text,
    ends = tonumber(ends_text),
    ttl = ttl,
    acquired = acquired,
    due = due,
  }
end

local function grant_text(grant)
  return '{' .. grant.facts .. ',"fence":' .. grant.fence .. ',"ttlMs":' .. grant.ttl .. ',"acquiredAt":'
    .. grant.acquired .. ',"expiresAt":' .. grant.ends_text
    .. (grant.details and ',"details":' .. grant.details or '') .. '}'
end
