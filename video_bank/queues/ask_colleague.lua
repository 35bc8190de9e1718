-- ARGV: now, session, fence, queue, line. Whoever would be offered the next customer of this line is
-- rung to come into the session's call.
local session, queue, line = ARGV[2], ARGV[4], ARGV[5]
if is_stale(session, ARGV[3]) then return end
local asked = 'asked:' .. session
if ARGV[3] ~= '' and redis.call('GET', asked) == ARGV[3] then return end
redis.call('SET', asked, ARGV[3], 'EX', KEPT_S)

local function first_free()
  for _, after in ipairs(tiers_of(line)) do
    local found = redis.call('ZRANGE', 'line:' .. line .. ':ready:' .. after, 0, 0)[1]
    if found then return found end
  end
end

local staff = first_free()
if not staff then
  news(session, 'nobody_free', {})
  return
end
local offer = new_offer(session, staff)
log('asked', session, staff, offer, line, rules.version)
redis.call('HSET', OFFER .. offer, 'queue', queue)
ring(session, staff, offer, 'colleague_rung')
