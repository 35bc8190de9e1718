-- ARGV: now, session. Returns rank from 0, mean handling time, staff signed on, staff ready; who is
-- ready serves nobody while offers are held back.
local queue, line = unpack(redis.call('HMGET', TICKET .. ARGV[2], 'queue', 'base'))
if not queue then return end
local ready = redis.call('EXISTS', HELD) == 0 and redis.call('ZCARD', 'line:' .. line .. ':ready:0')
return {
  redis.call('ZRANK', 'queue:' .. queue .. ':tickets', ARGV[2]),
  redis.call('GET', 'queue:' .. queue .. ':handle_s') or '',
  redis.call('SCARD', 'line:' .. line .. ':staff'),
  ready or 0,
}
