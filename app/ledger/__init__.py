"""The ledger file: the only place that knows the database driver and writes facts."""
