"""`video-bank bench recording`: what a recording costs, what a kill loses, what a seal proves."""
