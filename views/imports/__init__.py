"""The Imports page: every file that was brought in, and the look at files before they are."""
