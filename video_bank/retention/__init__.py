"""How long what was recorded is kept: the bank's schedule, legal holds, withdrawn consents."""
