"""One file per noun; a handler translates a request into one call of the bank and back."""
