-- ARGV: now, staff, serves. Refused while a call is at hand.
local staff = ARGV[2]
local presence = redis.call('HGET', AGENT .. staff, 'presence')
if presence == 'ringing' or presence == 'busy' or presence == 'wrap_up' then return 'not_now' end
if not is_signed_on(presence) then redis.call('HDEL', AGENT .. staff, 'missed') end
if presence == 'offline' or not presence then redis.call('HDEL', AGENT .. staff, 'busy_s', 'owed') end
redis.call('ZADD', 'agents', now + rules.lease_s, staff)
set_serves(staff, ARGV[3])
if presence ~= 'ready' then set_presence(staff, 'ready') end
match()
