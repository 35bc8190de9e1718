"""Where a customer seems to be, as far as the customer agreed to be asked: hints for people."""
