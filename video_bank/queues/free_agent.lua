-- ARGV: now, staff, session. The call is behind the agent; who has vanished meanwhile is offline.
local staff, session = ARGV[2], ARGV[3]
local at_hand, queue, gone =
  unpack(redis.call('HMGET', AGENT .. staff, 'session_id', 'queue', 'gone'))
if at_hand ~= session then return end
redis.call('HDEL', AGENT .. staff, 'gone', 'accepted')
set_presence(staff, gone == '1' and 'offline' or 'ready')
if queue then match(queue) end
