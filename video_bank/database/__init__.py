"""The machines that hold facts: SQL (the truth) and Redis (what is live)."""
