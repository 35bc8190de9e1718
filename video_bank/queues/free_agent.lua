-- ARGV: now, staff, session, fence, leaving. The call is behind the agent; who leaves with it, or
-- has vanished meanwhile, is offline.
local staff, session = ARGV[2], ARGV[3]
if is_stale(session, ARGV[4]) then return end
local at_hand, gone = unpack(redis.call('HMGET', AGENT .. staff, 'session_id', 'gone'))
if at_hand ~= session then return end
redis.call('HDEL', AGENT .. staff, 'gone', 'accepted')
rest(staff)
set_presence(staff, (gone == '1' or ARGV[5] == '1') and 'offline' or 'ready')
match()
