-- replica/look: the gate, who is here, and where the copy stands.
-- KEYS: meta
-- ARGV: server prefix run_id
-- Reply: the view of the gate, with the name and the last fence of the server
-- ADMISSION: none
-- @include head
-- @include object

local last_place = known[5]
-- @include gate-view

return { gate_view() }
