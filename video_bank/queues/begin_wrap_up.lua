-- ARGV: now, staff, session, fence. Feeds the mean handling time of the queue.
local staff, session = ARGV[2], ARGV[3]
if is_stale(session, ARGV[4]) then return end
local presence, at_hand, since, queue =
  unpack(redis.call('HMGET', AGENT .. staff, 'presence', 'session_id', 'since', 'queue'))
if presence == 'wrap_up' and at_hand == session then return end
if queue and presence == 'busy' and at_hand == session then
  local key = 'queue:' .. queue .. ':handle_s'
  local mean = tonumber(redis.call('GET', key) or (now - since))
  redis.call('SET', key, mean + (now - since - mean) / 8)
end
set_presence(staff, 'wrap_up', { session_id = session })
