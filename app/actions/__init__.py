"""What a person does to the ledger: each function is one change and one step to undo."""
