-- ARGV: now, session, queue, line, key, keeper, kept_until, late_at. The rules have changed.
local session = ARGV[2]
local key, shown, kept_for, callback =
  unpack(redis.call('HMGET', TICKET .. session, 'key', 'shown', 'line', 'callback'))
if not key then return end
if shown then hide_ticket(session, shown) end
redis.call('ZADD', list_of(ARGV[3], callback == '1'), ARGV[5], session)
redis.call('HSET', TICKET .. session, 'base', ARGV[4], 'key', ARGV[5])
redis.call('ZREM', 'late', session)
if ARGV[8] ~= '' then redis.call('ZADD', 'late', ARGV[8], session) end
-- Whoever is released from an agent's own line does not go back to it.
local is_kept = string.sub(kept_for, 1, 1) == '@'
stand(session, is_kept and ARGV[6] or '', ARGV[7])
match()
