"""One meeting, from the bank's invitation to the sealed archive."""
