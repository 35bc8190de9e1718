-- ARGV: now, staff, session, fence, leaving.
local staff, session = ARGV[2], ARGV[3]
if is_stale(session, ARGV[4]) then return end
if redis.call('HGET', AGENT .. staff, 'session_id') ~= session then return end
let_go(staff, ARGV[5] == '1')
match()
