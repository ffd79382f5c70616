"""A table as a sheet of a workbook: frozen header, filter, widths, and totals that are formulas."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from openpyxl.utils import get_column_letter

from app.columns import Cell, Column, Kind, Row
from app.exporting.looks import (
    COUNT,
    DAY,
    HEADER,
    HEADER_RIGHT,
    LABEL,
    NOTE,
    PERCENT,
    PLAIN,
    RATIO,
    TEXT,
    TIME,
    Style,
    money_style,
    total,
)
from app.exporting.titles import lay_out
from app.exporting.workbook import Book, Formula, Shown, new_workbook
from models.domain.money import Money

_NARROWEST, _WIDEST = 8, 60
_TITLE_WRAPS_AT = 16
_ROWS_MEASURED = 500
_WORDS = frozenset({Kind.TEXT, Kind.CODE, Kind.CHIP, Kind.DAY, Kind.TIME})


def write_sheet(
    path: Path, columns: Sequence[Column[Row]], rows: Sequence[Row], *, title: str, total: Row | None = None
) -> None:
    """Save a table as a workbook of one sheet; `total` holds the totals which no sum over the rows gives."""
    with new_workbook(path, title=title) as book:
        put_table(book, title, columns, rows, whole=total)


def put_table(
    book: Book, title: str, columns: Sequence[Column[Row]], rows: Sequence[Row], *, whole: Row | None = None
) -> None:
    """Put a table on a sheet of its own; `whole` holds the totals which no sum over the rows gives."""
    laid = lay_out(columns, rows)
    sheet = book.sheet(title, widths=[_width(column, rows) for column in laid], frozen="B2", header=1)
    if rows:
        sheet.sheet.auto_filter.ref = f"A1:{get_column_letter(len(laid))}{len(rows) + 1}"
    sheet.row(*(Shown(column.title, HEADER if column.kind in _WORDS else HEADER_RIGHT) for column in laid))
    for row in rows:
        sheet.row(*(shown(value := column.value(row), style_of(value, column.kind)) for column in laid))
    if rows and any(column.total for column in laid):
        sheet.row(*(_total(column, index, rows, whole) for index, column in enumerate(laid)))
        for column in laid:
            if column.apart and any(column.value(row) is not None for row in rows):
                sheet.row(Shown(_why(column, known=whole is not None), NOTE))


def shown(value: Cell, style: Style) -> Shown | None:
    """Put a value in its look; nothing where there is no value."""
    return None if value is None else Shown(value, style)


def style_of(value: Cell, kind: Kind) -> Style:
    """Give the look of a value by what it is, and of a fraction by the kind of its column."""
    match value:
        case Money():
            return money_style(value.currency)
        case datetime():
            return TIME
        case date():
            return DAY
        case Decimal():
            return {Kind.PERCENT: PERCENT, Kind.BAR: PERCENT, Kind.RATIO: RATIO}.get(kind, PLAIN)
        case int():
            return COUNT
        case _:
            return TEXT


def _total(column: Column[Row], index: int, rows: Sequence[Row], whole: Row | None) -> Shown | None:
    if column.apart and whole is not None:
        told = column.value(whole)
        return shown(told, total(style_of(told, column.kind)))
    if not column.total or column.apart:
        return Shown("Total" if index == 0 else "", total(LABEL))
    result = _sum([column.value(row) for row in rows])
    letter = get_column_letter(index + 1)
    # SUBTOTAL, so that the total follows the filter.
    formula = Formula(f"SUBTOTAL(109,{letter}2:{letter}{len(rows) + 1})", result)
    return Shown(formula, total(style_of(result, column.kind)))


def _why(column: Column[Row], *, known: bool) -> str:
    if known:
        return f"{column.title}: {column.apart}. The total is of all rows and does not follow a filter."
    return f"{column.title}: {column.apart}, so the rows are not added up."


def _sum(values: Sequence[Cell]) -> Money | Decimal | int:
    """Add up amounts of one currency, or numbers; what is missing adds nothing."""
    amounts = [value for value in values if isinstance(value, Money)]
    if amounts:
        return Money(sum(amount.minor for amount in amounts), amounts[0].currency)
    return sum(value for value in values if isinstance(value, int | Decimal))


def _width(column: Column[Row], rows: Sequence[Row]) -> float:
    longest = max((_length(column.value(row)) for row in rows[:_ROWS_MEASURED]), default=0)
    return float(min(_WIDEST, max(_NARROWEST, longest + 3, min(len(column.title) + 2, _TITLE_WRAPS_AT))))


def _length(value: Cell) -> int:
    match value:
        case None:
            return 0
        case Money():
            return len(f"{value.decimal():,}")
        case Decimal():
            return len("100.0%")
        case datetime():
            return len("2026-01-01 00:00")
        case _:
            return max(len(line) for line in (str(value).splitlines() or [""]))
