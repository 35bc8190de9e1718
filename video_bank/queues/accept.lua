-- ARGV: now, staff, offer. Returns the session, or nothing when the offer is gone.
local staff, offer = ARGV[2], ARGV[3]
local session, offered_to = unpack(redis.call('HMGET', OFFER .. offer, 'session_id', 'staff_id'))
if offered_to ~= staff then
  -- The same answer again, after one that was lost on its way.
  local state = redis.call('HMGET', AGENT .. staff, 'presence', 'session_id', 'accepted')
  if state[1] == 'busy' and state[3] == offer then return state[2] end
  return
end
redis.call('DEL', OFFER .. offer)
redis.call('ZREM', 'offers', offer)
take_up(staff, remove_ticket(session))
set_presence(staff, 'busy', { session_id = session, accepted = offer })
news(session, 'offer_accepted', {
  offer_id = offer, staff_id = staff, is_audio_first = rules.audio_first or false })
return session
