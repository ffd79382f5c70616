"""The contribution statement, down to the row of the file."""
