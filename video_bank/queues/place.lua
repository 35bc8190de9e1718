-- ARGV: now, session. Returns rank from 0, mean handling time, staff signed on, staff ready; who is
-- ready serves nobody while offers are held back. A callback has no place, but it is served before
-- whoever came after it.
local queue, line, key, callback =
  unpack(redis.call('HMGET', TICKET .. ARGV[2], 'queue', 'base', 'key', 'callback'))
if not queue or callback == '1' then return end
local ready = redis.call('EXISTS', HELD) == 0 and redis.call('ZCARD', 'line:' .. line .. ':ready:0')
return {
  redis.call('ZRANK', list_of(queue, false), ARGV[2])
    + redis.call('ZCOUNT', list_of(queue, true), '-inf', '(' .. key),
  redis.call('GET', 'queue:' .. queue .. ':handle_s') or '',
  redis.call('SCARD', 'line:' .. line .. ':staff'),
  ready or 0,
}
