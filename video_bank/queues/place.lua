-- ARGV: now, session. Returns rank from 0, mean handling time, staff signed on, staff ready; who is
-- ready serves nobody while offers are held back.
local queue = redis.call('HGET', TICKET .. ARGV[2], 'queue')
if not queue then return end
local ready = redis.call('EXISTS', HELD) == 0 and redis.call('ZCARD', 'queue:' .. queue .. ':ready')
return {
  redis.call('ZRANK', 'queue:' .. queue .. ':tickets', ARGV[2]),
  redis.call('GET', 'queue:' .. queue .. ':handle_s') or '',
  redis.call('SCARD', 'queue:' .. queue .. ':staff'),
  ready or 0,
}
