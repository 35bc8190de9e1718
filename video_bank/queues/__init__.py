"""Who waits, who is free, who is next. Order lives in Redis, one Lua script a transition."""
