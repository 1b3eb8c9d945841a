-- Part: an answer that is an error of the contract. Needs envelope, object.

local function refuse(code, data)
  return finish(object('error', quote(code), 'data', data or '{}'))
end
