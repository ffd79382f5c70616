"""The marks in a number: where those between groups of digits may stand, and what to say where one stands elsewhere."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"[0-9]+")


def groups_fit(plain: str, grouping: str, decimal: str) -> bool:
    """Say whether the marks between groups stand before the decimal one, with the usual digits between them."""
    whole = plain.split(decimal, maxsplit=1)[0]
    first, *groups = whole.split(grouping)
    if not groups:
        # The mark stands behind the decimal one.
        return False
    return 1 <= len(first) <= 3 and all(len(group) in (2, 3) for group in groups) and len(groups[-1]) == 3  # noqa: PLR2004 - digits of a group; Indian groups have two


def misplaced(cell: str, plain: str, decimal: str, *, may_say: bool) -> str:
    """Say what is wrong with a number whose groups do not fit, and what to do where its decimal mark is the other one.

    Only where a person `may_say` which one it is; `plain` is the cell without its sign and currency.
    """
    said = f"“{cell}” is not a number with “{decimal}” as decimal mark"
    other, wanted = (",", "comma") if decimal == "." else (".", "point")
    whole, _, part = plain.partition(other)
    fits = decimal not in whole or groups_fit(plain, decimal, other)
    if not (may_say and fits and _DIGITS.fullmatch(part) and _DIGITS.fullmatch(whole.replace(decimal, ""))):
        return said
    return f"{said}. Say that the file has a decimal {wanted} (--decimal {wanted})"
