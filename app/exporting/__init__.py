"""What leaves the ledger: tables, workbooks, the journal and the read for the terminal."""
