"""The command line: each command calls the same query or action as a page does."""
