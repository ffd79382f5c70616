"""Readback: what would have happened without a decision, so that what it brought can be told honestly (part D)."""
