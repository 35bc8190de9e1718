-- Prepended to every transition of this folder: the words they share, and who is next.
--
-- queue:{q}:tickets   zset session -> arrived_at    everybody who waits, also who is away
-- queue:{q}:present   zset session -> arrived_at    who can be offered now
-- queue:{q}:ready     zset staff -> idle since      who can be offered to
-- queue:{q}:staff     set of staff signed on (ready, ringing, busy, wrap-up)
-- ticket:{session}    hash queue, arrived_at, away, offer
-- agent:{staff}       hash presence, since, break_reason, session_id, offer_id, queue, lease, gone
-- offers              zset offer -> expires_at      agents: zset staff -> end of lease
-- offer:{id}          hash session_id, staff_id, queue
-- offers:held         there while no media node has room for another call: nobody is rung
-- queues              set of every queue that was ever used
-- declined:{session}:{staff}                        lives as long as the pair is not tried again

local now = tonumber(ARGV[1])
local RING_S = 20
local LEASE_S = 10
local NOT_AGAIN_S = 3
local HELD, HELD_MS = 'offers:held', 2000 -- four sweeps: a dispatcher that is gone holds nothing
local TICKET, AGENT, OFFER = 'ticket:', 'agent:', 'offer:'

local function news(session, kind, fields)
  fields.type = kind
  fields.session_id = session
  redis.call('XADD', 'session:' .. session .. ':inbox', 'MAXLEN', '~', 2000, '*',
    'p', cjson.encode(fields))
end

local function set_presence(staff, presence, fields)
  redis.call('HDEL', AGENT .. staff, 'break_reason', 'session_id', 'offer_id')
  redis.call('HSET', AGENT .. staff, 'presence', presence, 'since', ARGV[1])
  for field, value in pairs(fields or {}) do
    redis.call('HSET', AGENT .. staff, field, value)
  end
  local queue = redis.call('HGET', AGENT .. staff, 'queue')
  if not queue then return end
  if presence == 'ready' then
    redis.call('ZADD', 'queue:' .. queue .. ':ready', ARGV[1], staff)
  else
    redis.call('ZREM', 'queue:' .. queue .. ':ready', staff)
  end
  if presence == 'offline' or presence == 'break' then
    redis.call('SREM', 'queue:' .. queue .. ':staff', staff)
  else
    redis.call('SADD', 'queue:' .. queue .. ':staff', staff)
  end
end

local function is_present(session)
  local away, offer = unpack(redis.call('HMGET', TICKET .. session, 'away', 'offer'))
  return away ~= '1' and not offer
end

local function show_ticket(session)
  local queue, arrived_at = unpack(redis.call('HMGET', TICKET .. session, 'queue', 'arrived_at'))
  if not queue then return end
  local present = 'queue:' .. queue .. ':present'
  if is_present(session) then
    redis.call('ZADD', present, arrived_at, session)
  else
    redis.call('ZREM', present, session)
  end
end

-- The offer is no more; its ticket, if it still waits, is where its arrival puts it: in front.
local function end_offer(offer, reason)
  local session, staff = unpack(redis.call('HMGET', OFFER .. offer, 'session_id', 'staff_id'))
  redis.call('DEL', OFFER .. offer)
  redis.call('ZREM', 'offers', offer)
  if not session then return end
  if redis.call('HGET', TICKET .. session, 'offer') == offer then
    redis.call('HDEL', TICKET .. session, 'offer')
    show_ticket(session)
  end
  news(session, 'offer_ended', { offer_id = offer, staff_id = staff, ['end'] = reason })
  return session, staff
end

local function make_offer(queue, session, staff)
  local offer = 'offer_' .. string.sub(redis.sha1hex(
    session .. staff .. ARGV[1] .. redis.call('INCR', 'offers:made')), 1, 24)
  local expires_at = now + RING_S
  redis.call('HSET', OFFER .. offer, 'session_id', session, 'staff_id', staff, 'queue', queue)
  redis.call('ZADD', 'offers', expires_at, offer)
  redis.call('HSET', TICKET .. session, 'offer', offer)
  show_ticket(session)
  set_presence(staff, 'ringing', { session_id = session, offer_id = offer })
  news(session, 'offer_made', { offer_id = offer, staff_id = staff, expires_at = expires_at })
end

local function longest_idle(queue, session)
  for _, staff in ipairs(redis.call('ZRANGE', 'queue:' .. queue .. ':ready', 0, -1)) do
    if redis.call('EXISTS', 'declined:' .. session .. ':' .. staff) == 0 then
      return staff
    end
  end
end

-- Longest wait first, to the longest idle. Nobody is jumped: when the first in line finds no
-- agent but those who have just declined, everybody behind waits these few seconds too.
local function match(queue)
  if redis.call('EXISTS', HELD) == 1 then return end
  while true do
    local session = redis.call('ZRANGE', 'queue:' .. queue .. ':present', 0, 0)[1]
    local staff = session and longest_idle(queue, session)
    if not staff then return end
    make_offer(queue, session, staff)
  end
end

local function remove_ticket(session, reason)
  local queue, offer = unpack(redis.call('HMGET', TICKET .. session, 'queue', 'offer'))
  if not queue then return end
  redis.call('DEL', TICKET .. session)
  redis.call('ZREM', 'queue:' .. queue .. ':tickets', session)
  redis.call('ZREM', 'queue:' .. queue .. ':present', session)
  if offer and reason then
    local _, staff = end_offer(offer, reason)
    if staff then set_presence(staff, 'ready') end
  end
  return queue
end
