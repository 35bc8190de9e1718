"""`video-bank bench media`: what forwarding a recorded 1:1 call costs, beside Janus and aiortc.

The server under test has one core to itself; the peers, its Redis and this program the other.
"""
