"""The Prices page."""
