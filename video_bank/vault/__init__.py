"""Objects and keys: where sealed recordings, ID pictures and evidence lie, encrypted.

Every object is encrypted under its session's data key before it reaches a store.
"""
