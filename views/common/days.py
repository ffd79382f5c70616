"""Reading a typed day: as the tables write it or as 2026-03-14, and saying what is wrong with one that is none."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from datetime import date

from views.common.text import Text

EXAMPLE = date(2026, 3, 14)
EARLIEST = date(1900, 1, 1)
_NUMBERS = re.compile(r"\d+")
_PARTS = {EXAMPLE.year: "year", EXAMPLE.month: "month", EXAMPLE.day: "day"}
_YEAR_FIRST = ("year", "month", "day")
_FULL, _SHORT, _CENTURY = 4, 2, 2000  # digits of a year, those of a short one, and what it counts from
_SIGNS = frozenset("-/.")


def read_day(typed: str, text: Text) -> date | None:
    """Read a day, or None where nothing is typed; raises ValueError with what is wrong.

    The parts stand as in the tables, also with or without leading zeros and with a year of two digits, or the year of
    four digits stands first.
    """
    typed = typed.strip()
    if not typed:
        return None
    found = _read_parts(typed, text)
    if found is None:
        raise ValueError(f"“{typed}” is not a day; {_write_like(text)}")
    year, month, day = found
    if not 1 <= month <= 12:
        raise ValueError(f"“{typed}” is not a day: there is no month {month}; {_write_like(text)}")
    if year < EARLIEST.year:
        raise ValueError(f"“{typed}” is before {EARLIEST.year}; {_write_like(text)}")
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise ValueError(f"“{typed}” is not a day: {date(year, month, 1):%B %Y} has {last} days.")
    return date(year, month, day)


def could_become_day(typed: str, text: Text) -> bool:
    """Tell whether what is typed so far may be the beginning of a day, which need not be blamed yet."""
    if not set(_marks(typed)) <= _SIGNS | set(_marks(text.day(EXAMPLE))):
        return False
    numbers = _NUMBERS.findall(typed)
    order = _order(numbers, text)
    if len(numbers) < len(order):
        return True
    last = numbers[-1]
    return len(numbers) == len(order) and len(last) < _FULL and (order[-1] == "year" or int(last) == 0)


def example(text: Text) -> str:
    """Write a day as one is asked for."""
    return text.day(EXAMPLE)


def not_over(today: Callable[[], date]) -> Callable[[object], str]:
    """Make the check of a field for a last day: it is today or later."""
    return lambda day: "The last day is today or later." if isinstance(day, date) and day < today() else ""


def _write_like(text: Text) -> str:
    ways = dict.fromkeys((example(text), EXAMPLE.isoformat()))
    return f"write it like {' or '.join(ways)}."


def _read_parts(typed: str, text: Text) -> tuple[int, int, int] | None:
    """Give year, month and day of three numbers in an order that is known, else None."""
    numbers = _NUMBERS.findall(typed)
    order = _order(numbers, text)
    marks, own = _marks(typed), _marks(text.day(EXAMPLE))
    if len(numbers) != len(order) or not (own.startswith(marks) or (order == _YEAR_FIRST and _is_plain(marks))):
        return None
    written = dict(zip(order, numbers, strict=True))
    digits = len(written["year"])
    if digits not in {_FULL, _SHORT} or max(len(written["month"]), len(written["day"])) > _SHORT:
        return None
    year = int(written["year"])
    return (year if digits == _FULL else _CENTURY + year), int(written["month"]), int(written["day"])


def _order(numbers: list[str], text: Text) -> tuple[str, ...]:
    """Give the order of the parts: a year of four digits stands first, else they stand as in the tables."""
    if numbers and len(numbers[0]) == _FULL:
        return _YEAR_FIRST
    return tuple(_PARTS[int(number)] for number in _NUMBERS.findall(text.day(EXAMPLE)))


def _marks(words: str) -> str:
    """Give what stands between the numbers, without blanks and marks of direction."""
    return "".join(one for one in words if not (one.isdigit() or one.isspace() or unicodedata.category(one) == "Cf"))


def _is_plain(marks: str) -> bool:
    """Tell whether one sign alone stands between three numbers."""
    return marks in {sign * 2 for sign in _SIGNS}
