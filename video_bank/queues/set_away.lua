-- ARGV: now, session, fence, '1' or '0'. Away: the place is kept, an offer is taken back.
local session = ARGV[2]
if is_stale(session, ARGV[3]) then return end
local queue, offer = unpack(redis.call('HMGET', TICKET .. session, 'queue', 'offer'))
if not queue then return end
redis.call('HSET', TICKET .. session, 'away', ARGV[4])
if ARGV[4] == '1' and offer then
  local _, staff = end_offer(offer, 'withdrawn')
  set_after_ringing(staff, offer, 'ready')
end
show_ticket(session)
match()
