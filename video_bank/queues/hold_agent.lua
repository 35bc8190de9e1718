-- ARGV: now, staff, session, fence, queue, serves. The agent is in this call, whatever was
-- forgotten in between.
local staff, session = ARGV[2], ARGV[3]
if is_stale(session, ARGV[4]) then return end
local presence, at_hand, offer =
  unpack(redis.call('HMGET', AGENT .. staff, 'presence', 'session_id', 'offer_id'))
if presence == 'busy' and at_hand == session then return end
redis.call('ZADD', 'agents', 'NX', now + rules.lease_s, staff)
if redis.call('HEXISTS', AGENT .. staff, 'serves') == 0 then set_serves(staff, ARGV[6]) end
take_up(staff, ARGV[5])
set_presence(staff, 'busy', { session_id = session })
if offer then end_offer(offer, 'withdrawn') end
match()
