"""One film of a recording: everybody side by side, the clock and the session's number burnt in."""
