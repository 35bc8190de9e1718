-- ARGV: now, session, queue, arrived_at. A ticket that is there stays as it is.
local session, queue, arrived_at = ARGV[2], ARGV[3], ARGV[4]
redis.call('SADD', 'queues', queue)
if redis.call('EXISTS', TICKET .. session) == 0 then
  redis.call('HSET', TICKET .. session, 'queue', queue, 'arrived_at', arrived_at, 'away', '0')
  redis.call('ZADD', 'queue:' .. queue .. ':tickets', arrived_at, session)
  show_ticket(session)
end
match(queue)
