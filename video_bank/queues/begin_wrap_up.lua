-- ARGV: now, staff, session, fence, until when or ''. Who has handed the customer on is let go by
-- the sweep when the time is over, everybody else by the session. In a wave there is less of it,
-- and the session is told.
local staff, session, ends_at = ARGV[2], ARGV[3], tonumber(ARGV[5])
if is_stale(session, ARGV[4]) then return end
local presence, at_hand =
  unpack(redis.call('HMGET', AGENT .. staff, 'presence', 'session_id'))
if presence == 'wrap_up' and at_hand == session then return end
set_presence(staff, 'wrap_up', { session_id = session })
local is_handed_on = ends_at ~= nil
if type(rules.wrap_up_s) == 'number' then -- else null: as ever
  ends_at = math.min(ends_at or math.huge, now + rules.wrap_up_s)
  news(session, 'wrap_up_shortened', {
    staff_id = staff, ends_at = ends_at, level = rules.level })
end
if is_handed_on then redis.call('ZADD', 'wrapping', ends_at, staff) end
