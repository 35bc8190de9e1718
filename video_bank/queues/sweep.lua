-- ARGV: now, '1' where there is room for another call. Offers that rang out, agents whose pages
-- are gone, then matching.
if ARGV[2] == '1' then redis.call('DEL', HELD) else redis.call('SET', HELD, '1', 'PX', HELD_MS) end
for _, offer in ipairs(redis.call('ZRANGEBYSCORE', 'offers', '-inf', now)) do
  local _, staff = end_offer(offer, 'no_answer')
  if staff then set_presence(staff, 'break', { break_reason = 'no_answer' }) end
end
for _, staff in ipairs(redis.call('ZRANGEBYSCORE', 'agents', '-inf', now)) do
  redis.call('ZREM', 'agents', staff)
  local presence, session, offer =
    unpack(redis.call('HMGET', AGENT .. staff, 'presence', 'session_id', 'offer_id'))
  if presence == 'ringing' then end_offer(offer, 'agent_gone') end
  if presence == 'busy' or presence == 'wrap_up' then
    redis.call('HSET', AGENT .. staff, 'gone', '1')
    news(session, 'agent_gone', { staff_id = staff })
  else
    set_presence(staff, 'offline')
  end
end
for _, queue in ipairs(redis.call('SMEMBERS', 'queues')) do match(queue) end
