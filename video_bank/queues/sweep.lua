-- ARGV: now, '1' where there is room for another call. Offers that rang out, agents whose pages
-- are gone, pauses and privileges that are over, then matching.
local is_held = redis.call('EXISTS', HELD) == 1
if is_held ~= (ARGV[2] ~= '1') then log('held', ARGV[2] == '1' and 0 or 1) end
if ARGV[2] == '1' then redis.call('DEL', HELD) else redis.call('SET', HELD, '1', 'PX', HELD_MS) end

local function due(key)
  return redis.call('ZRANGEBYSCORE', key, '-inf', now)
end

local function note_no_answer(offer)
  local session, staff = unpack(redis.call('HMGET', OFFER .. offer, 'session_id', 'staff_id'))
  if session then part(session, staff) end
  end_offer(offer, 'no_answer')
  if not staff then return end
  if redis.call('HINCRBY', AGENT .. staff, 'missed', 1) < rules.misses then
    set_after_ringing(staff, offer, 'ready')
  elseif redis.call('HGET', AGENT .. staff, 'offer_id') == offer then
    set_presence(staff, 'break', { break_reason = 'no_answer' })
    redis.call('ZADD', 'paused', now, staff)
    news(session, 'agent_paused', { staff_id = staff })
  end
end

local function note_gone(staff)
  redis.call('ZREM', 'agents', staff)
  local presence, session, offer =
    unpack(redis.call('HMGET', AGENT .. staff, 'presence', 'session_id', 'offer_id'))
  if presence == 'busy' or presence == 'wrap_up' then
    redis.call('HSET', AGENT .. staff, 'gone', '1')
    news(session, 'agent_gone', { staff_id = staff })
    return
  end
  set_presence(staff, 'offline')
  if presence == 'ringing' then end_offer(offer, 'agent_gone') end
end

for _, offer in ipairs(due('offers')) do note_no_answer(offer) end
for _, staff in ipairs(due('agents')) do note_gone(staff) end
for _, staff in ipairs(due('wrapping')) do
  news(redis.call('HGET', AGENT .. staff, 'session_id'), 'wrap_up_over', { staff_id = staff })
  let_go(staff, false)
end
for _, staff in ipairs(due('resting')) do
  redis.call('ZREM', 'resting', staff)
  seat(staff)
end
for _, session in ipairs(due('kept')) do stand(session, '', '0') end
for _, session in ipairs(due('late')) do turn_away(session, 'waited_too_long') end
match()
