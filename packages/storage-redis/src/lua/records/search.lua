-- records/search: records that have all the terms, from an id on downwards; looks at no more than `batch` in one call.
-- KEYS: meta index
-- ARGV: server prefix collection terms before batch
-- Reply: {matches: [{id, score}], examined, before?} (the id to go on from)
-- @include head
-- @include object

-- Texts are looked through at about 1 GB/s: this many bytes hold up the server for some milliseconds.
local MOST_BYTES = 4000000
local wanted = cjson.decode(terms)

local function count(words, term)
  local hits, from = 0, 1
  while true do
    -- Plain: a term is never a pattern. The space behind one word is the space before the next.
    local _, last = string.find(words, term, from, true)
    if not last then return hits end
    hits, from = hits + 1, last
  end
end

-- Hits per length, so that a short text about the words comes before a long one that mentions them.
local function score(words)
  local all = 0
  for _, term in ipairs(wanted) do
    local hits = count(words, term)
    if hits == 0 then return nil end
    all = all + hits
  end
  return number(math.floor(all * 1000000 / #words))
end

local from = before ~= '' and '(' .. before or '+'
local page = redis.call('ZREVRANGEBYLEX', index, from, '-', 'LIMIT', 0, batch + 1)
local matches, examined, bytes, last = {}, 0, 0, nil
for position, id in ipairs(page) do
  if position > tonumber(batch) or bytes > MOST_BYTES then break end
  local words = redis.call('HGET', prefix .. 'record:' .. collection .. ' ' .. id, 'words')
  local found = words and words ~= '' and score(words)
  if found then matches[#matches + 1] = object('id', quote(id), 'score', found) end
  examined, last, bytes = examined + 1, id, bytes + (words and #words or 0)
end
local more = examined < #page
return { object('matches', list(matches), 'examined', number(examined), 'before', more and quote(last)) }
