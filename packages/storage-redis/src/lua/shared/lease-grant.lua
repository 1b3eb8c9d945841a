-- Part: a grant as JSON, from the fields of its hash. Needs json.

local function grant_text(grant_id, fields)
  return object(
    'grantId', quote(grant_id),
    'holder', quote(fields.holder),
    'keys', fields.keys,
    'fence', fields.fence,
    'ttlMs', fields.ttl,
    'acquiredAt', fields.acquired,
    'expiresAt', fields.ends,
    'details', fields.details)
end
