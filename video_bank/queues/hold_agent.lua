-- ARGV: now, staff, session, queue. The agent is in this call, whatever was forgotten in between.
local staff, session = ARGV[2], ARGV[3]
local presence, at_hand = unpack(redis.call('HMGET', AGENT .. staff, 'presence', 'session_id'))
if presence == 'busy' and at_hand == session then return end
redis.call('SADD', 'queues', ARGV[4])
redis.call('HSETNX', AGENT .. staff, 'queue', ARGV[4])
redis.call('ZADD', 'agents', 'NX', now + LEASE_S, staff)
set_presence(staff, 'busy', { session_id = session })
