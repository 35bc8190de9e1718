-- ARGV: now, staff. A page of the agent lives.
local staff = ARGV[2]
redis.call('ZADD', 'agents', now + rules.lease_s, staff)
local session, gone = unpack(redis.call('HMGET', AGENT .. staff, 'session_id', 'gone'))
if gone == '1' then
  redis.call('HDEL', AGENT .. staff, 'gone')
  if session then news(session, 'agent_back', { staff_id = staff }) end
end
