-- ARGV: now, staff, serves. The rules, or what the agent can do, have changed.
if redis.call('EXISTS', AGENT .. ARGV[2]) == 0 then return end
set_serves(ARGV[2], ARGV[3], true) -- also for another strategy
match()
