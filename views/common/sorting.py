"""Sorting and filtering of long lists as plain lists of positions, in steps between which keys are answered."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import Any, TypeVar

from app.columns import Cell, Column, Kind
from models.domain.money import Money

_SLICE = 4000
_SEARCHED = frozenset({Kind.TEXT, Kind.CODE, Kind.CHIP})
_ALIKE = ({str}, {int, bool, Decimal})
Key = str | int | Decimal | None
Group = Callable[[Any], tuple[object, bool]]
Made = TypeVar("Made")
Steps = Generator[None, None, Made]


def slices(items: Sequence[int]) -> Iterator[Sequence[int]]:
    """Cut a list into parts that each take a few milliseconds."""
    return (items[start : start + _SLICE] for start in range(0, len(items), _SLICE))


class SortKeys:
    """The sort keys of each column, made once for each set of rows."""

    def __init__(self, columns: Sequence[Column[Any]], rows: Sequence[Any] = ()) -> None:
        self._columns = columns
        self._rows = rows
        self._made: dict[int, list[Key]] = {}

    def of(self, column: int) -> Steps[list[Key]]:
        """Give the keys of a column, in the order of the rows."""
        if column not in self._made:
            value, key, made = self._columns[column].value, self.key, list[Key]()
            for part in slices(range(len(self._rows))):
                made += [key(value(self._rows[position])) for position in part]
                yield
            # One kind of value in a column is the rule; a mixture is sorted as text.
            kinds = set(map(type, made)) - {type(None)}
            if not any(kinds <= alike for alike in _ALIKE):
                made = [None if one is None else str(one) for one in made]
            self._made[column] = made
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


def ordered(count: int, sort: Sequence[tuple[int, bool]], keys: SortKeys) -> Steps[Sequence[int]]:
    """Sort all positions by columns, the first one leading; missing values stay at the end in both directions."""
    order: Sequence[int] = range(count)
    for column, descending in reversed(sort):
        key = yield from keys.of(column)
        order = yield from _sorted(order, key, descending=descending)
    return order


def _sorted(order: Sequence[int], key: list[Key], *, descending: bool) -> Steps[list[int]]:
    """Sort short runs, then merge them two by two; equal ones keep their order."""

    def sort(run: list[int]) -> list[int]:
        run.sort(key=key.__getitem__, reverse=descending)  # type: ignore[arg-type]  # None was taken out
        return run

    runs, missing = list[list[int]](), list[int]()
    for part in slices(order):
        missing += [position for position in part if key[position] is None]
        runs.append(sort([position for position in part if key[position] is not None]))
        yield
    while len(runs) > 1:
        pairs, runs = [runs[at : at + 2] for at in range(0, len(runs), 2)], []
        for pair in pairs:
            runs.append(sort([*chain(*pair)]))  # Python's sort finds the two runs and only merges them
            yield
    return [*(runs[0] if runs else ()), *missing]


def in_groups(order: Sequence[int], rows: Sequence[Any], group: Group) -> list[int]:
    """Bring sorted rows together below the heads of their groups; rows of a group without a head come last.

    `group` gives the key of a row's group and whether the row is its head.
    """
    told = {position: group(rows[position]) for position in order}
    rank: dict[object, int] = {}
    for position in order:
        key, is_head = told[position]
        if is_head:
            rank[key] = len(rank)
    return sorted(order, key=lambda position: (rank.get(told[position][0], len(rank)), not told[position][1]))


class Haystack:
    """The searchable text of each row, made little by little, and the positions that match.

    `written` gives words as they stand on screen, where days are not written as they are stored; both are found.
    """

    def __init__(
        self, columns: Sequence[Column[Any]], rows: Sequence[Any] = (), *, written: Callable[[str], str] = str
    ) -> None:
        self._values = [column.value for column in columns if column.kind in _SEARCHED]
        self._written = written
        self._rows = rows
        self._lines: list[str] = []

    def grow(self) -> bool:
        """Make the next slice; False once all is there."""
        start = len(self._lines)
        rows = self._rows[start : start + _SLICE]
        texts = [[str(value(row) or "") for row in rows] for value in self._values] or [[""] * len(rows)]
        self._lines += map(self._line, map("\n".join, zip(*texts, strict=True)))
        return len(self._lines) < len(self._rows)

    def _line(self, words: str) -> str:
        written = self._written(words)
        return (words if written == words else f"{words}\n{written}").casefold()

    def matching(self, needle: str, order: Sequence[int]) -> Steps[Sequence[int]]:
        """Give those of the positions whose rows hold every word, in their order."""
        words, lines = needle.casefold().split(), self._lines
        while words and self.grow():
            yield
        for word in words:
            found = list[int]()
            for part in slices(order):
                found += [position for position in part if word in lines[position]]
                yield
            order = found
        return order
