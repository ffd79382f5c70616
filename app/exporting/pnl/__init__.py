"""The sheets of the channel P&L workbook."""
