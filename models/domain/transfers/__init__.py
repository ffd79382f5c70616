"""Units to move between locations: whole cases, within capacity, never below what a source needs itself."""
