-- ARGV: now, session, fence, offer. The colleague is not needed any more.
if is_stale(ARGV[2], ARGV[3]) then return end
local _, staff = end_offer(ARGV[4], 'withdrawn')
set_after_ringing(staff, ARGV[4], 'ready')
match()
