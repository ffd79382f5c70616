"""How files of channels come into the ledger."""
