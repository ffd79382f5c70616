"""What a table gives to the clipboard: rows of text as a spreadsheet expects them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex

from app.columns import Cell, Kind
from app.exporting.tables import clipboard_field, guard
from views.common.rows_model import RowsModel, add_up

_TOO_MANY = 200_000


def as_table(model: RowsModel, indexes: Sequence[QModelIndex], *, titles: bool = False) -> str:
    """Write the selected cells, rows by lines and columns by tabs, empty where a cell is not selected."""
    cells = {(index.row(), index.column()) for index in indexes}
    rows = sorted({row for row, _ in cells})
    columns = sorted({column for _, column in cells})
    lines = ["\t".join(clipboard_field(model.title(column)) for column in columns)] if titles else []
    lines.extend(
        "\t".join(_cell(model, row, column) if (row, column) in cells else "" for column in columns) for row in rows
    )
    return "\n".join(lines)


def _cell(model: RowsModel, row: int, column: int) -> str:
    value = model.value(row, column)
    written = model.text.exact(value)
    return clipboard_field(guard(written) if isinstance(value, str) else written)


def summary(model: RowsModel, ranges: Sequence[tuple[range, range]]) -> str:
    """Say how many cells are selected and what they add up to: "3 cells selected · sum 540"."""
    count = sum(len(rows) * len(columns) for rows, columns in ranges)
    if count < 2:
        return ""
    said = f"{model.text.units(count)} cells selected"
    summed: list[Cell] = []
    if count <= _TOO_MANY:
        for rows, columns in ranges:
            for column in columns:
                if model.columns[column].kind in {Kind.MONEY, Kind.UNITS, Kind.COUNT}:
                    summed.extend(model.value(row, column) for row in rows)
    known = [value for value in summed if value is not None]
    total = add_up(known) if len({type(value) for value in known}) == 1 else None
    if total is None:
        return said
    return f"{said} · sum {model.text.full(total, Kind.UNITS)}"
