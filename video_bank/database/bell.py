"""Which streams have something new: one stream to wait for, instead of thousands.

bell    stream; each entry's payload is the name of a stream that was added to
"""

from typing import Final

BELL: Final = "bell"

# For the head of a script that adds to a stream whose readers wait for the bell.
RING: Final = """
local function ring(stream)
  redis.call('XADD', 'bell', 'MAXLEN', '~', 10000, '*', 'p', stream)
end
"""
