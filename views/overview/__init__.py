"""The one-page read."""
