"""Units in whole cases."""

from __future__ import annotations


def cases_up(units: int, case: int) -> int:
    """Give the units of the fewest whole cases that hold at least `units`; nothing for none."""
    return max(0, -(-units // case)) * case


def cases_down(units: int, case: int) -> int:
    """Give the units of the most whole cases that hold at most `units`; nothing for none."""
    return max(0, units // case) * case
