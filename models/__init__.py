"""What Channelbook knows: the business in plain Python, and the shape of the ledger file."""
