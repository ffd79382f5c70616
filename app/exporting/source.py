"""An imported file that a file for uploading is made of, and how its cells are written again."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Protocol

from app.columns import is_formula
from app.errors import UserError
from app.exporting.tables import guard

_TITLE = "title"


class Source(Protocol):
    """An export as it was imported."""

    @property
    def file(self) -> str:
        """Its name."""

    @property
    def headers(self) -> tuple[str, ...]:
        """Its headers."""

    @property
    def count(self) -> int:
        """How many rows it has, headers among them."""

    def row(self, number: int) -> list[str]:
        """Give a row with a cell for each header."""


def safe_cells(headers: Sequence[str], cells: list[str], *, file: str, row: int, what: str) -> list[str]:
    """Keep a spreadsheet from taking a cell for a formula; `what` is exported anew once it is renamed in Shopify."""
    for place, cell in enumerate(cells):
        if not is_formula(cell) or cell.strip().removeprefix("-").isdecimal():
            continue
        if headers[place].casefold() != _TITLE:
            raise UserError(
                f"{file}, row {row}: {headers[place]} “{cell}” begins as a formula does, and changed it would tell "
                f"Shopify something else. Nothing was written. Rename it in Shopify, export the {what} and import it."
            )
        cells[place] = guard(cell)
    return cells


def csv_lines(rows: Sequence[Sequence[str]]) -> str:
    """Write rows as CSV with the long line end, as Shopify does."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerows(rows)
    return stream.getvalue()
