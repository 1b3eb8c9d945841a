-- Part: whole numbers and texts as JSON. tostring, .. and cjson lose digits above 10^14; %.0f takes three times as long
-- as %d, which is exact on a 64-bit server, and server/adopt takes no other.

local quote = cjson.encode

local function number(value)
  return string.format('%d', value)
end
