-- limits/read-spend: what was spent and is reserved in each scope.
-- KEYS: meta events spare spend reservations
-- ARGV: server prefix scopes
-- Reply: {concluded, spend: [{scope, spent, reserved}]}
-- ADMISSION: only to heal
-- @include open-end
-- @include object
-- @include spend

local concluded = conclude_expired()
local found = {}
for _, scope in ipairs(cjson.decode(scopes)) do
  found[#found + 1] = object('scope', quote(scope),
    'spent', number(amount_of('spent', scope)), 'reserved', number(amount_of('reserved', scope)))
end
return finish(object('concluded', concluded and 'true' or 'false', 'spend', list(found)))
