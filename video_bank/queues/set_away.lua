-- ARGV: now, session, '1' or '0'. Away: the place is kept, an offer is taken back.
local session = ARGV[2]
local queue, offer = unpack(redis.call('HMGET', TICKET .. session, 'queue', 'offer'))
if not queue then return end
redis.call('HSET', TICKET .. session, 'away', ARGV[3])
if ARGV[3] == '1' and offer then
  local _, staff = end_offer(offer, 'withdrawn')
  if staff then set_presence(staff, 'ready') end
end
show_ticket(session)
match(queue)
