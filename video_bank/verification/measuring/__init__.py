"""How often a face check errs, measured on the bank's own pictures and clips."""
