-- ARGV: now, session, fence, queue, line, key, keeper, kept_until, late_at, asked, most waiting or
-- ''. A ticket that is there stays as it is.
local session, queue = ARGV[2], ARGV[4]
if is_stale(session, ARGV[3]) then return end
local tickets = 'queue:' .. queue .. ':tickets'
if redis.call('EXISTS', TICKET .. session) == 0 then
  if ARGV[11] ~= '' and redis.call('ZCARD', tickets) >= tonumber(ARGV[11]) then
    news(session, 'place_refused', { reason = 'queue_full' })
    return
  end
  redis.call('SADD', 'queues', queue)
  redis.call('ZADD', tickets, ARGV[6], session)
  redis.call('HSET', TICKET .. session, 'queue', queue, 'base', ARGV[5], 'key', ARGV[6],
    'asked', ARGV[10], 'away', '0')
  if ARGV[9] ~= '' then redis.call('ZADD', 'late', ARGV[9], session) end
  stand(session, ARGV[7], ARGV[8])
end
match()
