"""Promotions: a timeline over all channels, their rules, checks before they start, and what they brought."""
