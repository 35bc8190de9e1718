-- ARGV: now, session, fence.
if is_stale(ARGV[2], ARGV[3]) then return end
if remove_ticket(ARGV[2], 'withdrawn') then match() end
