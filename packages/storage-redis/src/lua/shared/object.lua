-- Part: JSON objects and lists, and hashes as tables. Apart from json, because every function that a script makes costs
-- it 3,000 instructions, as much as half a command.
-- @include json

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

local function append(target, ...)
  for index = 1, select('#', ...) do target[#target + 1] = (select(index, ...)) end
  return target
end

-- A hash as a table of its fields.
local function hash_of(key)
  local pairs_of, fields = redis.call('HGETALL', key), {}
  for index = 1, #pairs_of, 2 do fields[pairs_of[index]] = pairs_of[index + 1] end
  return fields
end
