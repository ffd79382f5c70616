"""Many rows inserted by the driver, some dozens of them to one run of a statement: that takes half the time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection, Table

# So many rows to one run; more would not be quicker.
_AT_ONCE = 50


@dataclass(frozen=True)
class Insert:
    """A statement that inserts rows of `width` values: the columns they go into, and for each column what it is given.

    `{0}` stands for the first value of a row.
    """

    table: str
    columns: str
    values: str
    width: int

    @classmethod
    def into(cls, table: Table, *, with_id: bool) -> Insert:
        """Make the statement that gives every column of a table a value, in their order."""
        names = [f'"{column.name}"' for column in table.columns if with_id or column.name != "id"]
        values = ", ".join(f"{{{place}}}" for place in range(len(names)))
        return cls(table.name, ", ".join(names), values, len(names))

    @cached_property
    def one(self) -> str:
        """The statement for a single row."""
        return self._of(1)

    @cached_property
    def many(self) -> str:
        """The statement for as many rows as one run takes."""
        return self._of(_AT_ONCE)

    def _of(self, rows: int) -> str:
        places = [[f"?{self.width * row + place + 1}" for place in range(self.width)] for row in range(rows)]
        values = ", ".join(f"({self.values.format(*own)})" for own in places)
        return f"INSERT INTO {self.table} ({self.columns}) VALUES {values}"  # noqa: S608 - names of our own tables


def insert_columns(connection: Connection, insert: Insert, columns: Sequence[Sequence[object]]) -> None:
    """Insert rows whose values are given column by column, all of one length."""
    width, count = insert.width, len(columns[0])
    values: list[object] = [None] * (width * count)
    for place, column in enumerate(columns):
        values[place::width] = column
    run = width * _AT_ONCE
    whole = count // _AT_ONCE * run
    for sql, first, last, length in ((insert.many, 0, whole, run), (insert.one, whole, len(values), width)):
        if first < last:
            rows = [tuple(values[start : start + length]) for start in range(first, last, length)]
            connection.exec_driver_sql(sql, rows)


def insert_rows(connection: Connection, insert: Insert, rows: Sequence[tuple[object, ...]]) -> None:
    """Insert rows, if there are any."""
    if rows:
        insert_columns(connection, insert, list(zip(*rows, strict=True)))
