"""The business in plain Python: facts, rules and the functions that apply them."""
