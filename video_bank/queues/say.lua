-- ARGV: now, staff, word. Beside the state that the agent has just been put into.
if redis.call('EXISTS', AGENT .. ARGV[2]) == 1 then
  redis.call('HSET', AGENT .. ARGV[2], 'word', ARGV[3])
end
