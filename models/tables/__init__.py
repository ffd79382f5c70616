"""The shape of the ledger file, one module an area."""
