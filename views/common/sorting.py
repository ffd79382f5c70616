"""Sorting and filtering of long lists as plain lists of positions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.columns import Cell, Column, Kind
from models.domain.money import Money

_SLICE = 4000
_SEARCHED = frozenset({Kind.TEXT, Kind.CODE, Kind.CHIP})
Key = str | int | Decimal | None


class SortKeys:
    """The sort keys of each column, made once for each set of rows."""

    def __init__(self, columns: Sequence[Column[Any]]) -> None:
        self._columns = columns
        self._made: dict[int, list[Key]] = {}

    def of(self, column: int, rows: Sequence[Any]) -> list[Key]:
        """Give the keys of a column, in the order of the rows."""
        if column not in self._made:
            value = self._columns[column].value
            key = self.key
            self._made[column] = [key(value(row)) for row in rows]
        return self._made[column]

    @staticmethod
    def key(value: Cell) -> Key:
        """Give what a value is sorted by."""
        match value:
            case str():
                return value.casefold()
            case Money():
                return value.minor
            case datetime():
                return value.isoformat()
            case date():
                return value.toordinal()
            case _:
                return value


def ordered(
    found: Sequence[int], sort: Sequence[tuple[int, bool]], keys: SortKeys, rows: Sequence[Any]
) -> Sequence[int]:
    """Sort positions by columns, the first one leading; missing values stay at the end in both directions."""
    if not sort:
        return found
    order = list(found)
    for column, descending in reversed(sort):
        key = keys.of(column, rows)
        missing = [position for position in order if key[position] is None]
        if missing:
            order = [position for position in order if key[position] is not None]
        # One kind of value in a column is the rule, and sorts fastest; a mixture is sorted as text.
        try:
            order.sort(key=key.__getitem__, reverse=descending)  # type: ignore[arg-type]  # None was taken out above
        except TypeError:
            order.sort(key=lambda position, key=key: str(key[position]), reverse=descending)  # type: ignore[misc]  # bound here
        order.extend(missing)
    return order


class Haystack:
    """The searchable text of each row, made little by little, and the positions that match."""

    def __init__(self, columns: Sequence[Column[Any]], rows: Sequence[Any] = ()) -> None:
        self._values = [column.value for column in columns if column.kind in _SEARCHED]
        self._rows = rows
        self._lines: list[str] = []
        self.needle = ""
        self.found: Sequence[int] = range(len(rows))

    def grow(self) -> bool:
        """Make the next slice; False once all is there."""
        start = len(self._lines)
        rows = self._rows[start : start + _SLICE]
        texts = [[str(value(row) or "") for row in rows] for value in self._values] or [[""] * len(rows)]
        self._lines += map(str.casefold, map("\n".join, zip(*texts, strict=True)))
        return len(self._lines) < len(self._rows)

    def matching(self, needle: str) -> Sequence[int]:
        """Find the rows that hold every word; typing on narrows what was found before."""
        words = needle.casefold().split()
        narrowing = bool(self.needle) and needle.casefold().startswith(self.needle.casefold())
        self.needle = needle
        if not words:
            self.found = range(len(self._rows))
            return self.found
        while self.grow():
            pass
        found = self.found if narrowing else range(len(self._rows))
        lines = self._lines
        for word in words:
            found = [position for position in found if word in lines[position]]
        self.found = found
        return found
