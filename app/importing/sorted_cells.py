"""The cells of a text sorted into columns: the different texts of a column, and which of them stands in each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

Value = TypeVar("Value")
Record = Sequence[str]


@dataclass(frozen=True)
class TextColumn:
    """A column as its different texts, and for each row the place of its own among them.

    So a text is read once, however many rows have it.
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


class Numbered(dict[str, int]):
    """Numbers texts in the order in which they are met."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number
