"""The front desk: HTTP and WebSocket in, the bank's words out. It decides nothing."""
