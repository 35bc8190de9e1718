"""`video-bank bench verification`: how often a face check errs, and what it costs."""
