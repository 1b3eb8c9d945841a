-- Part: what the entries of the events log are numbered by. Needs head.

local EVENTS_KEPT, TRIM_EVERY = '100000', 100
local first_event = (known[5] or 0) + 0
local last_event, last_place = first_event, known[5]
