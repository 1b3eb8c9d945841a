-- Part: one ordered set of ids a label. Needs prefix, collection.

local function label_key(name, value)
  return prefix .. 'label:' .. collection .. ' ' .. name .. ' ' .. value
end

local function each_label(labels, visit)
  for name, value in pairs(cjson.decode(labels)) do visit(label_key(name, value)) end
end
