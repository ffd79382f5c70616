"""Promotions: what they offer, how they stack, and whether stock, budget and calendar carry them."""
