"""What an agent has to say and a customer to answer for a product: signed scripts (双录)."""
