-- ARGV: now, rules. Alone: it is what the other transitions cannot do without.
local before = redis.call('GET', 'queues:rules')
if before == ARGV[2] then return end
redis.call('SET', 'queues:rules', ARGV[2])
local kind = before and 'rules' or 'began' -- began: Redis is empty, nobody waits and nobody is here
local rules = cjson.decode(ARGV[2])
redis.call('XADD', 'queues:log', '*', 'p', cjson.encode({ kind, ARGV[1], rules.version, rules.level }))
