"""The facts that conflicts are found in, as the ledger has them, one file a family."""
