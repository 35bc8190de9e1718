-- ARGV: now, session.
local queue = remove_ticket(ARGV[2], 'withdrawn')
if queue then match(queue) end
