-- ARGV: now, session, fence, queue, line, key, keeper, kept_until, late_at, asked, most waiting or
-- '', '1' for a callback, customer or '', '1' for the first time. A ticket that is there stays as
-- it is.
local session, queue, customer = ARGV[2], ARGV[4], ARGV[13]
if is_stale(session, ARGV[3]) then return end

-- One place a customer, and no more than some new ones an hour: a flood stays outside, and who is
-- part of one loses the place that the first of it got.
local function why_not()
  if ARGV[14] ~= '1' then return end
  if customer ~= '' then
    local joins = CUSTOMER .. customer .. ':joins'
    local came = redis.call('INCR', joins)
    if came == 1 then redis.call('EXPIRE', joins, rules.joins_within_s) end
    local held = redis.call('GET', CUSTOMER .. customer)
    if held and held ~= session and redis.call('EXISTS', TICKET .. held) == 1 then
      if came <= rules.flood then return 'already_waiting' end
      turn_away(held, 'came_too_often')
    end
    if came > rules.joins then return 'came_too_often' end
  end
  if ARGV[11] ~= '' and redis.call('ZCARD', list_of(queue, false)) >= tonumber(ARGV[11]) then
    return 'queue_full'
  end
end

if redis.call('EXISTS', TICKET .. session) == 0 then
  local reason = why_not()
  if reason then
    news(session, 'place_refused', { reason = reason })
    return
  end
  redis.call('SADD', 'queues', queue)
  redis.call('ZADD', list_of(queue, ARGV[12] == '1'), ARGV[6], session)
  redis.call('HSET', TICKET .. session, 'queue', queue, 'base', ARGV[5], 'key', ARGV[6],
    'asked', ARGV[10], 'away', '0', 'callback', ARGV[12], 'customer', customer)
  if customer ~= '' then redis.call('SET', CUSTOMER .. customer, session, 'EX', KEPT_S) end
  if ARGV[9] ~= '' then redis.call('ZADD', 'late', ARGV[9], session) end
  stand(session, ARGV[7], ARGV[8])
end
match()
