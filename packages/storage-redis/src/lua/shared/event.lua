-- Part: event-entry as a function.
-- @include event-counts

-- fields: as JSON.
local function event(kind, entity, version, fields)
-- @inline event-entry: kind | entity | version | fields
end
