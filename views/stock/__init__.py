"""The Stock page."""
