-- ARGV: now, staff, session, fence, leaving. The call is behind the agent; who leaves with it, or
-- has vanished meanwhile, is offline. Feeds the mean handling time of the queue, wrap-up included.
local staff, session = ARGV[2], ARGV[3]
if is_stale(session, ARGV[4]) then return end
local at_hand, gone, presence, queue, since = unpack(
  redis.call('HMGET', AGENT .. staff, 'session_id', 'gone', 'presence', 'queue', 'busy_since'))
if at_hand ~= session then return end
redis.call('HDEL', AGENT .. staff, 'gone', 'accepted')
if presence == 'wrap_up' and queue and since then
  local key, took = 'queue:' .. queue .. ':handle_s', now - tonumber(since)
  local mean = tonumber(redis.call('GET', key) or took)
  local calls = math.min(redis.call('INCR', 'queue:' .. queue .. ':handled'), MEAN_OF)
  redis.call('SET', key, tostring(mean + (took - mean) / calls))
end
rest(staff)
set_presence(staff, (gone == '1' or ARGV[5] == '1') and 'offline' or 'ready')
match()
