"""Any table as CSV, as text for the clipboard or as a sheet, from the columns that the screen shows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TextIO

from app.columns import Cell, Column, Row, is_formula
from app.errors import UserError
from app.exporting.titles import lay_out
from app.paths import replace_file
from models.domain.money import Money


def write_table(
    path: Path, columns: Sequence[Column[Row]], rows: Sequence[Row], *, title: str, total: Row | None = None
) -> None:
    """Save a table as CSV or XLSX, whichever the name asks for; the old file stays whole if anything fails.

    `total` is the row that holds the totals which no sum over the rows gives; a CSV holds rows alone.
    """
    match path.suffix.lower():
        case ".csv":
            write_csv(path, columns, rows)
        case ".xlsx":
            # Loading openpyxl takes a fifth of a second, which a start that writes no workbook should not pay.
            from app.exporting.table_sheet import write_sheet  # noqa: PLC0415 - for the reason above

            write_sheet(path, columns, rows, title=title, total=total)
        case other:
            raise UserError(
                f"{path.name} was not written: a table is saved as .csv or .xlsx, not as “{other}”. "
                "Choose a name that ends in one of them."
            )


def write_csv(path: Path, columns: Sequence[Column[Row]], rows: Sequence[Row], *, mark: bool = True) -> None:
    """Save a table as CSV in UTF-8; `mark` begins it with the byte order mark by which Excel knows the encoding."""
    code = "utf-8-sig" if mark else "utf-8"
    with replace_file(path) as partial, partial.open("w", encoding=code, errors="backslashreplace", newline="") as file:
        put_csv(file, columns, rows)


def put_csv(stream: TextIO, columns: Sequence[Column[Row]], rows: Sequence[Row]) -> None:
    """Write a table as CSV (RFC 4180) to an open stream, such as standard output."""
    pour_csv(stream, lay_out(columns, rows), rows)


def pour_csv(stream: TextIO, columns: Sequence[Column[Row]], rows: Iterable[Row]) -> None:
    """Write rows as they come, by columns that need no laying out: none of them is of money."""
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([guard(column.title) for column in columns])
    writer.writerows(plain_rows(columns, rows))


def csv_text(columns: Sequence[Column[Row]], rows: Sequence[Row]) -> str:
    """Give a table as CSV text."""
    stream = io.StringIO(newline="")
    put_csv(stream, columns, rows)
    return stream.getvalue()


def tab_separated(columns: Sequence[Column[Row]], rows: Sequence[Row], *, titles: bool = True) -> str:
    """Give a table as a spreadsheet expects it from the clipboard: lines of fields parted by tabs."""
    laid = lay_out(columns, rows)
    head = [[guard(column.title) for column in laid]] if titles else []
    return "\n".join("\t".join(map(clipboard_field, fields)) for fields in [*head, *plain_rows(laid, rows)])


def plain_rows(columns: Sequence[Column[Row]], rows: Iterable[Row]) -> Iterator[list[str]]:
    """Write the cells of every row as text."""
    for row in rows:
        yield [plain(column.value(row)) for column in columns]


def plain(value: Cell) -> str:
    """Write a cell for another program: numbers in major units with a point, ISO days, text that stays text."""
    match value:
        case None:
            return ""
        case Money():
            return value.major()
        case Decimal():
            return f"{value:f}"
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case date():
            return value.isoformat()
        case int():
            return str(value)
        case str():
            return guard(value)


def guard(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would take for a formula."""
    return f"'{text}" if is_formula(text) else text


def clipboard_field(text: str) -> str:
    """Quote what would break the lines and fields of the clipboard."""
    if any(sign in text for sign in "\t\n\r") or text.startswith('"'):
        return '"' + text.replace('"', '""') + '"'
    return text
