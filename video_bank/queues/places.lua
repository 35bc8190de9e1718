-- Who stands where: tickets in lines, agents in the ready sets of the lines they serve.

local function show_head(line)
  local head = redis.call('ZRANGE', 'line:' .. line .. ':present', 0, 0, 'WITHSCORES')
  if head[1] then
    redis.call('ZADD', 'heads', head[2], line)
  else
    redis.call('ZREM', 'heads', line)
  end
end

local function hide_ticket(session, line)
  redis.call('ZREM', 'line:' .. line .. ':present', session)
  redis.call('HDEL', TICKET .. session, 'shown')
  show_head(line)
  log('hide', session)
end

-- Return the line that a ticket is to stand in: nobody is kept for an agent who is gone.
local function line_now(session, line, base)
  local keeper = string.match(line, '^@(.*)')
  if not keeper or is_signed_on(redis.call('HGET', AGENT .. keeper, 'presence')) then return line end
  redis.call('ZREM', 'kept', session)
  redis.call('HSET', TICKET .. session, 'line', base)
  return base
end

-- Put a ticket where it is to stand now, or nowhere while it cannot be offered.
local function show_ticket(session)
  local line, base, key, away, offer, shown =
    unpack(redis.call('HMGET', TICKET .. session, 'line', 'base', 'key', 'away', 'offer', 'shown'))
  if not line then return end
  local is_wanted = away ~= '1' and not offer
  if is_wanted then line = line_now(session, line, base) end
  local wanted = is_wanted and line
  if shown and shown ~= wanted then hide_ticket(session, shown) end
  if wanted and shown ~= wanted then
    redis.call('ZADD', 'line:' .. line .. ':present', key, session)
    redis.call('HSET', TICKET .. session, 'shown', line)
    show_head(line)
    log('show', session, line, key)
  end
end

-- Keep the customer for one agent, while that one is signed on; else stand with everybody.
local function stand(session, keeper, kept_until)
  local line = redis.call('HGET', TICKET .. session, 'base')
  redis.call('ZREM', 'kept', session)
  if keeper ~= '' and tonumber(kept_until) > now then
    line = '@' .. keeper
    redis.call('ZADD', 'kept', kept_until, session)
  end
  redis.call('HSET', TICKET .. session, 'line', line)
  show_ticket(session)
end

local function score(staff)
  local since, busy_s, rung_at =
    unpack(redis.call('HMGET', AGENT .. staff, 'since', 'busy_s', 'rung_at'))
  if rules.strategy == 'least_busy' then return busy_s or '0' end
  if rules.strategy == 'round_robin' then return rung_at or '0' end
  return since
end

local function each_line(staff, serves, act)
  act('@' .. staff, 0)
  for line, after in pairs(cjson.decode(serves)) do act(line, after) end
end

local function release_own_line(staff)
  for _, session in ipairs(redis.call('ZRANGE', 'line:@' .. staff .. ':present', 0, -1)) do
    show_ticket(session)
  end
end

-- Put an agent into the sets that the presence asks for, and out of all others.
local function seat(staff)
  local presence, serves, free, signed = unpack(
    redis.call('HMGET', AGENT .. staff, 'presence', 'serves', 'free', 'signed'))
  if not serves then return end
  local is_free = presence == 'ready' and not redis.call('ZSCORE', 'resting', staff)
  if is_free ~= (free == '1') then
    local points = score(staff)
    each_line(staff, serves, function(line, after)
      local ready = 'line:' .. line .. ':ready:' .. after
      redis.call(is_free and 'ZADD' or 'ZREM', ready, unpack(is_free and { points, staff } or { staff }))
    end)
    redis.call('HSET', AGENT .. staff, 'free', is_free and '1' or '0')
    if is_free then log('free', staff, points) else log('taken', staff) end
  end
  local is_on = is_signed_on(presence)
  if is_on ~= (signed == '1') then
    each_line(staff, serves, function(line)
      redis.call(is_on and 'SADD' or 'SREM', 'line:' .. line .. ':staff', staff)
    end)
    redis.call('HSET', AGENT .. staff, 'signed', is_on and '1' or '0')
    if not is_on then release_own_line(staff) end
  end
end

local function set_presence(staff, presence, fields)
  redis.call('HDEL', AGENT .. staff, 'break_reason', 'session_id', 'offer_id', 'word')
  redis.call('HSET', AGENT .. staff, 'presence', presence, 'since', ARGV[1])
  for field, value in pairs(fields or {}) do
    redis.call('HSET', AGENT .. staff, field, value)
  end
  log('presence', staff, presence)
  seat(staff)
end

-- From now on the agent serves other lines: leave all sets, then go back into the right ones.
local function set_serves(staff, serves, is_always)
  local before = redis.call('HGET', AGENT .. staff, 'serves')
  if before == serves and not is_always then return end
  if before then
    each_line(staff, before, function(line, after)
      redis.call('ZREM', 'line:' .. line .. ':ready:' .. after, staff)
      redis.call('SREM', 'line:' .. line .. ':staff', staff)
    end)
    redis.call('HSET', AGENT .. staff, 'free', '0', 'signed', '0')
    log('taken', staff)
  end
  redis.call('HSET', AGENT .. staff, 'serves', serves)
  log('serves', staff, serves)
  seat(staff)
end

-- A call begins: its seconds count from here, and what the agent rested before is set off.
local function take_up(staff, queue)
  local owed, since, presence =
    unpack(redis.call('HMGET', AGENT .. staff, 'owed', 'since', 'presence'))
  local idle = presence == 'ringing' and now - tonumber(since) or 0
  redis.call('HSET', AGENT .. staff, 'queue', queue, 'busy_since', ARGV[1], 'missed', '0',
    'owed', tostring(math.max(-rules.credit_s, tonumber(owed or '0') - idle)))
end

-- A call is behind the agent: `occupancy` earns a pause with each, `pause_s` is the least of it.
local function rest(staff)
  local since, busy_s, owed =
    unpack(redis.call('HMGET', AGENT .. staff, 'busy_since', 'busy_s', 'owed'))
  local took = since and now - tonumber(since) or 0
  redis.call('HSET', AGENT .. staff, 'busy_s', tostring(tonumber(busy_s or '0') + took))
  local debt = tonumber(owed or '0') + took * rules.rest_share
  redis.call('HSET', AGENT .. staff, 'owed', tostring(debt))
  local pause = math.max(rules.pause_s, rules.rest_share > 0 and debt or 0)
  if pause > 0 then redis.call('ZADD', 'resting', now + pause, staff) end
end
