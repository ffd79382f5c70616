"""The Lines sheet: what every figure of the P&L is the sum of."""

from __future__ import annotations

from collections.abc import Iterable

from app.columns import Column, Kind
from app.exporting.looks import HEADER, HEADER_RIGHT, Style
from app.exporting.pnl.facts import LINES, Facts
from app.exporting.table_sheet import style_of
from app.exporting.workbook import Book, Shown
from app.jobs import Progress
from app.queries.lines import LineRow

_WIDTHS = (11, 18, 9, 22, 18, 18, 24, 8, 8, 14, 14, 9, 44, 8)
_REPORT_EVERY = 5000
_MOST_ROWS = 1_048_576


def columns(currency: str) -> tuple[Column[LineRow], ...]:
    """Declare the columns of the lines; the letters below depend on their order."""
    return (
        Column("Day", lambda row: row.day, Kind.DAY),
        Column("Channel", lambda row: row.channel),
        Column("Channel no.", lambda row: row.channel_id, Kind.COUNT),
        Column("Line", lambda row: row.line),
        Column("Account", lambda row: row.account, Kind.CODE),
        Column("SKU", lambda row: row.sku, Kind.CODE),
        Column("Order", lambda row: row.order, Kind.CODE),
        Column("Units", lambda row: row.units, Kind.UNITS),
        Column("Orders", lambda row: row.orders, Kind.COUNT),
        Column(f"Amount ({currency})", lambda row: row.base, Kind.MONEY),
        Column("Original amount", lambda row: row.amount, Kind.MONEY),
        Column("Currency", lambda row: row.amount.currency, Kind.CODE),
        Column("File", lambda row: row.file),
        Column("Row of the file", lambda row: row.row, Kind.COUNT),
    )


# Ranges down to the last row that Excel has, so that lines added by hand count too; no other row may stand below.
CHANNEL_NUMBERS, LINE_NAMES, ACCOUNTS, UNITS, ORDERS, AMOUNTS = (
    f"{LINES}!${letter}$2:${letter}${_MOST_ROWS}" for letter in "CDEHIJ"
)


def write_lines(book: Book, facts: Facts, rows: Iterable[LineRow], progress: Progress) -> int:
    """Write the lines and give how many there are."""
    shown = columns(facts.currency)
    sheet = book.sheet(LINES, widths=_WIDTHS, frozen="A2", header=1)
    words = {Kind.TEXT, Kind.CODE, Kind.DAY}
    sheet.row(*(Shown(column.title, HEADER if column.kind in words else HEADER_RIGHT) for column in shown))
    styles: dict[tuple[str, str], list[Style]] = {}
    for row in rows:
        values = [column.value(row) for column in shown]
        key = (row.amount.currency, "" if row.row is None else "row")
        if key not in styles:
            styles[key] = [style_of(value, column.kind) for value, column in zip(values, shown, strict=True)]
        cells = zip(values, styles[key], strict=True)
        sheet.row(*(None if value is None or value == "" else Shown(value, style) for value, style in cells))
        if sheet.height % _REPORT_EVERY == 0:
            progress.step(sheet.height, 0, "Writing the lines")
    sheet.sheet.auto_filter.ref = f"A1:N{max(sheet.height, 2)}"
    return sheet.height - 1
