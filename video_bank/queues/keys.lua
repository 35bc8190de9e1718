-- Prepended to every transition of this folder, before `places.lua` and `matching.lua`.
--
-- queues:rules             the policy's figures as JSON; without them nothing happens: 'no_rules'
-- queues:log               stream: what changed who waits and who is free, and each offer
-- queue:{q}:tickets        zset session -> key           everybody who waits, also who is away
-- queue:{q}:callbacks      the same of callbacks: nobody waits at the page
-- queue:{q}:handle_s       mean handling time, of so many calls at most: queue:{q}:handled
-- line:{l}:present         zset session -> key           who can be offered now
-- line:{l}:ready:{after}   zset staff -> score           who can be offered to, after so many seconds
-- line:{l}:staff           set of staff signed on (ready, ringing, busy, wrap-up)
-- heads                    zset line -> key of its first, for lines in which somebody is present
-- ticket:{session}         hash queue, asked, base, line, key, away, offer, shown, not:{staff},
--                          callback, customer
-- customer:{c}             the session whose ticket is this customer's; {c}:joins counts new ones
-- kept                     zset session -> until when its line is an agent's own
-- late                     zset session -> when it is told that it takes too long
-- agent:{staff}            hash presence, since, serves, free, break_reason, session_id, offer_id,
--                          accepted, queue, gone, missed, word, and what strategy and rest need
-- agents                   zset staff -> end of lease    resting: zset staff -> end of the pause
-- offers                   zset offer -> expires_at
-- offer:{id}               hash session_id, staff_id     an id is used once: it fences its answer
-- offers:held              there while no media node has room for another call: nobody is rung
-- session:{id}:fence       number of the newest effect of its host that was carried out here

local now = tonumber(ARGV[1])
local found_rules = redis.call('GET', 'queues:rules')
if not found_rules then return 'no_rules' end
local rules = cjson.decode(found_rules)
local HELD, HELD_MS = 'offers:held', 2000 -- four sweeps: a dispatcher that is gone holds nothing
local LOG, LOG_LENGTH = 'queues:log', 200000
local KEPT_S = 24 * 3600
local MEAN_OF = 50 -- calls: some minutes of a busy queue; `estimate.py` says the same
local TICKET, AGENT, OFFER, CUSTOMER = 'ticket:', 'agent:', 'offer:', 'customer:'

local function news(session, kind, fields)
  fields.type = kind
  fields.session_id = session
  redis.call('XADD', 'session:' .. session .. ':inbox', 'MAXLEN', '~', 2000, '*',
    'p', cjson.encode(fields))
end

local function list_of(queue, is_callback)
  return 'queue:' .. queue .. (is_callback and ':callbacks' or ':tickets')
end

local function log(kind, ...)
  redis.call('XADD', LOG, 'MAXLEN', '~', LOG_LENGTH, '*', 'p', cjson.encode({ kind, ARGV[1], ... }))
end

-- A host that was overtaken may still carry out what it was about to: its number is behind.
local function is_stale(session, number)
  if number == '' then return false end
  local key = 'session:' .. session .. ':fence'
  if tonumber(number) < tonumber(redis.call('GET', key) or '0') then return true end
  redis.call('SET', key, number, 'EX', KEPT_S)
  return false
end

local function is_signed_on(presence)
  return presence and presence ~= 'offline' and presence ~= 'break'
end
