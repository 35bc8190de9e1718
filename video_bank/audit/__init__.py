"""The trail: everything that happened in a session, append-only, hash-chained."""
