-- Who is next: `matching.py` says the same in Python, word for word.

-- The offer is no more; its ticket, if it still waits, is where its key puts it: in front.
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

-- This agent has just not taken this customer: not at once again, and not for this one alone. Who
-- was asked into a call has parted from nobody who waits.
local function part(session, staff)
  local line = redis.call('HGET', TICKET .. session, 'line')
  if not line then return end
  local until_s = tostring(now + rules.not_again_s)
  redis.call('HSET', TICKET .. session, 'not:' .. staff, until_s)
  log('part', session, staff, until_s)
  if line == '@' .. staff then stand(session, '', '0') end
end

-- The agent an offer rang at, unless something else has come in between, does this now.
local function set_after_ringing(staff, offer, presence, fields)
  if staff and redis.call('HGET', AGENT .. staff, 'offer_id') == offer then
    set_presence(staff, presence, fields)
  end
end

local function new_offer(session, staff)
  return 'offer_' .. string.sub(redis.sha1hex(
    session .. staff .. ARGV[1] .. redis.call('INCR', 'offers:made')), 1, 24)
end

local function ring(session, staff, offer, kind)
  local expires_at = now + rules.ring_s
  redis.call('HSET', OFFER .. offer, 'session_id', session, 'staff_id', staff)
  redis.call('ZADD', 'offers', expires_at, offer)
  redis.call('HSET', AGENT .. staff, 'rung_at', ARGV[1])
  set_presence(staff, 'ringing', { session_id = session, offer_id = offer })
  news(session, kind, { offer_id = offer, staff_id = staff, expires_at = expires_at })
end

local function make_offer(session, staff, line, key, after)
  local offer = new_offer(session, staff)
  log('offer', session, staff, offer, line, key, after, rules.version)
  redis.call('HSET', TICKET .. session, 'offer', offer)
  show_ticket(session)
  ring(session, staff, offer, 'offer_made')
end

-- After how many seconds each circle of agents counts for a line.
local function tiers_of(line)
  return rules.tiers[string.match(line, '^([^/]*)')] or { 0 }
end

local function fitting(session, line, key)
  for _, after in ipairs(tiers_of(line)) do
    if after > 0 and now - key < after then return end
    local place = 0
    while true do
      local staff = redis.call('ZRANGE', 'line:' .. line .. ':ready:' .. after, place, place)[1]
      if not staff then break end
      local not_before = redis.call('HGET', TICKET .. session, 'not:' .. staff)
      if not not_before or tonumber(not_before) <= now then return staff, after end
      place = place + 1
    end
  end
end

-- The least key of all lines first. Nobody is jumped in a line: when its first finds no agent but
-- those who have just declined, everybody behind waits these few seconds too.
local function match()
  if redis.call('EXISTS', HELD) == 1 then return end
  local is_stuck, is_over = {}, false
  while not is_over do
    is_over = true
    local heads = redis.call('ZRANGE', 'heads', 0, -1, 'WITHSCORES')
    for i = 1, #heads, 2 do
      local line, key = heads[i], heads[i + 1]
      if not is_stuck[line] then
        local session = redis.call('ZRANGE', 'line:' .. line .. ':present', 0, 0)[1]
        local staff, after = fitting(session, line, tonumber(key))
        if staff then
          make_offer(session, staff, line, key, after)
          is_over = false
          break
        end
        is_stuck[line] = true
      end
    end
  end
end

local function remove_ticket(session, reason)
  local queue, offer, shown, callback, customer = unpack(
    redis.call('HMGET', TICKET .. session, 'queue', 'offer', 'shown', 'callback', 'customer'))
  if not queue then return end
  if shown then hide_ticket(session, shown) end
  redis.call('DEL', TICKET .. session)
  redis.call('ZREM', list_of(queue, callback == '1'), session)
  if customer and customer ~= '' then redis.call('DEL', CUSTOMER .. customer) end
  redis.call('ZREM', 'kept', session)
  redis.call('ZREM', 'late', session)
  log('gone', session)
  if offer and reason then
    local _, staff = end_offer(offer, reason)
    set_after_ringing(staff, offer, 'ready')
  end
  return queue
end

-- Nobody is turned away while somebody is being rung for them.
local function turn_away(session, reason)
  if redis.call('HEXISTS', TICKET .. session, 'offer') == 0 and remove_ticket(session) then
    news(session, 'place_refused', { reason = reason })
  end
end
