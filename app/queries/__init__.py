"""Questions to the ledger: each function takes a session and gives frozen rows."""
