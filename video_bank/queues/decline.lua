-- ARGV: now, staff, offer. The agent goes behind; this pair is not tried again at once.
local staff, offer = ARGV[2], ARGV[3]
local session, offered_to, queue =
  unpack(redis.call('HMGET', OFFER .. offer, 'session_id', 'staff_id', 'queue'))
if offered_to ~= staff then return 'offer_gone' end
redis.call('SET', 'declined:' .. session .. ':' .. staff, '1', 'PX', NOT_AGAIN_S * 1000)
end_offer(offer, 'declined')
set_presence(staff, 'ready')
match(queue)
