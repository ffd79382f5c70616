"""The cells of a text sorted into columns: the texts of a column, and which of them stands in each row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TypeVar

Value = TypeVar("Value")
Record = Sequence[str]


@dataclass(frozen=True)
class TextColumn:
    """A column as its texts, and for each row the place of its own among them.

    So a text is read once, or hardly more often, however many rows have it.
    """

    texts: Sequence[str]
    places: Sequence[int]

    def spread(self, values: Sequence[Value]) -> list[Value]:
        """Give each row what was made of its text."""
        return list(map(values.__getitem__, self.places))


@dataclass
class SortedCells:
    """The rows of a text by their number with the columns asked for, and apart from them the records that are no rows.

    Rows are as wide as the header and have a cell that is not empty; `count` counts rows and other records.
    """

    rows: list[int] = field(default_factory=list)
    columns: list[TextColumn] = field(default_factory=list)
    others: list[tuple[int, Record]] = field(default_factory=list)
    count: int = 0


def numbering() -> defaultdict[str, int]:
    """Make what numbers texts in the order in which they are looked up."""
    return defaultdict(count().__next__)
