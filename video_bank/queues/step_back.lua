-- ARGV: now, staff, why there is a break, or '' for going offline. A ringing offer is declined by
-- it; a call at hand refuses.
local staff = ARGV[2]
local presence, offer = unpack(redis.call('HMGET', AGENT .. staff, 'presence', 'offer_id'))
if presence == 'busy' or presence == 'wrap_up' then return 'not_now' end
if ARGV[3] ~= '' then
  set_presence(staff, 'break', { break_reason = ARGV[3] })
else
  set_presence(staff, 'offline')
  redis.call('ZREM', 'agents', staff)
end
if presence == 'ringing' then end_offer(offer, 'declined') end
match()
