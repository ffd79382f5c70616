"""Conflicts: what does not fit together, with the money at stake."""
