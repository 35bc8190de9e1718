-- ARGV: now, staff, session, fence.
local staff, session = ARGV[2], ARGV[3]
if is_stale(session, ARGV[4]) then return end
local presence, at_hand =
  unpack(redis.call('HMGET', AGENT .. staff, 'presence', 'session_id'))
if presence == 'wrap_up' and at_hand == session then return end
set_presence(staff, 'wrap_up', { session_id = session })
