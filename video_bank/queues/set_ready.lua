-- ARGV: now, staff, queue. Refused while a call is at hand.
local staff, queue = ARGV[2], ARGV[3]
local presence = redis.call('HGET', AGENT .. staff, 'presence')
if presence == 'ringing' or presence == 'busy' or presence == 'wrap_up' then return 'not_now' end
redis.call('SADD', 'queues', queue)
redis.call('HSET', AGENT .. staff, 'queue', queue)
redis.call('ZADD', 'agents', now + LEASE_S, staff)
if presence ~= 'ready' then set_presence(staff, 'ready') end
match(queue)
