-- ARGV: now, staff, session, leaving. The call is behind the agent; who leaves with it, or has
-- vanished meanwhile, is offline.
local staff, session = ARGV[2], ARGV[3]
local at_hand, queue, gone =
  unpack(redis.call('HMGET', AGENT .. staff, 'session_id', 'queue', 'gone'))
if at_hand ~= session then return end
redis.call('HDEL', AGENT .. staff, 'gone', 'accepted')
set_presence(staff, (gone == '1' or ARGV[4] == '1') and 'offline' or 'ready')
if queue then match(queue) end
