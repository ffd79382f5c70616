"""Conflicts: what does not fit together in stock, price, promotion and data, with the money at stake."""
