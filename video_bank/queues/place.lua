-- ARGV: now, session. Returns rank from 0, mean handling time, staff signed on, staff ready.
local queue = redis.call('HGET', TICKET .. ARGV[2], 'queue')
if not queue then return end
return {
  redis.call('ZRANK', 'queue:' .. queue .. ':tickets', ARGV[2]),
  redis.call('GET', 'queue:' .. queue .. ':handle_s') or '',
  redis.call('SCARD', 'queue:' .. queue .. ':staff'),
  redis.call('ZCARD', 'queue:' .. queue .. ':ready'),
}
