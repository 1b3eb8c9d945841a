-- Part: JSON text in which whole numbers stay exact (tostring, .. and cjson lose digits above 10^14; %.0f takes three
-- times as long as %d, which is exact on a 64-bit server, and server/adopt takes no other).

local quote = cjson.encode

local function number(value)
  return string.format('%d', value)
end

-- object('name', text, ...): a field whose text is nil or false is left out.
local function object(...)
  local fields, parts = { ... }, {}
  for index = 1, select('#', ...), 2 do
    local text = fields[index + 1]
    if text then parts[#parts + 1] = '"' .. fields[index] .. '":' .. text end
  end
  return '{' .. table.concat(parts, ',') .. '}'
end

local function list(texts)
  return '[' .. table.concat(texts, ',') .. ']'
end

-- A hash as a table of its fields.
local function hash_of(key)
  local pairs_of, fields = redis.call('HGETALL', key), {}
  for index = 1, #pairs_of, 2 do fields[pairs_of[index]] = pairs_of[index + 1] end
  return fields
end
