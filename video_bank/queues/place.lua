-- ARGV: now, sessions. Returns of each its rank from 0, mean handling time, staff signed on, staff
-- ready, or nil without a place; who is ready serves nobody while offers are held back. A callback
-- has no place, but it is served before whoever came after it.
local is_held = redis.call('EXISTS', HELD) == 1

local function standing(session)
  local queue, line, key, callback =
    unpack(redis.call('HMGET', TICKET .. session, 'queue', 'base', 'key', 'callback'))
  if not queue or callback == '1' then return false end
  local rank = redis.call('ZRANK', list_of(queue, false), session)
  if not rank then return false end
  return {
    rank + redis.call('ZCOUNT', list_of(queue, true), '-inf', '(' .. key),
    redis.call('GET', 'queue:' .. queue .. ':handle_s') or '',
    redis.call('SCARD', 'line:' .. line .. ':staff'),
    is_held and 0 or redis.call('ZCARD', 'line:' .. line .. ':ready:0'),
  }
end

local found = {}
for i = 2, #ARGV do found[i - 1] = standing(ARGV[i]) end
return found
