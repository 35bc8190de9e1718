-- ARGV: now, staff, offer. The agent goes behind; this pair is not tried again at once.
local staff, offer = ARGV[2], ARGV[3]
local session, offered_to = unpack(redis.call('HMGET', OFFER .. offer, 'session_id', 'staff_id'))
if offered_to ~= staff then return 'offer_gone' end
part(session, staff)
end_offer(offer, 'declined')
set_presence(staff, 'ready')
match()
