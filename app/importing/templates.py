"""The templates of Channelbook's own tables: header and one example row, and in a workbook what each column means."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app.errors import UserError
from app.importing import cells
from app.importing.export import Col, Export
from app.importing.recognising import all_exports
from app.paths import replace_file

_NUMBERS = (cells.money, cells.units, cells.rate, cells.thousandths)
_TEXT_FORMAT = "@"
_HINT = "The example row is left out when the file is imported; write over it or delete it."


def own_tables() -> dict[str, Export]:
    """Give the exports that are tables of Channelbook's own, by code."""
    return {code: export for code, export in all_exports().items() if export.is_own}


def write_template(code: str, path: Path) -> Path:
    """Write the template of an own table as CSV or XLSX, after the ending of the path; gives the path."""
    tables = own_tables()
    if code not in tables:
        raise UserError(f"There is no table “{code}”. Nothing was written. There are: {', '.join(sorted(tables))}.")
    match path.suffix.lower():
        case ".csv":
            _write_csv(tables[code], path)
        case ".xlsx":
            _write_workbook(tables[code], path)
        case _:
            raise UserError(
                f"A template is a .csv or .xlsx file, and {path.name} is neither. Nothing was written. "
                "Choose a name that ends in one of them."
            )
    return path


def _write_csv(table: Export, path: Path) -> None:
    with replace_file(path) as partial, partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.title for column in table.columns])
        writer.writerow([column.example for column in table.columns])


def _write_workbook(table: Export, path: Path) -> None:
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        message = "a new workbook has no sheet"
        raise TypeError(message)
    sheet.title = table.code
    sheet.append([column.title for column in table.columns])
    sheet.append([_value(column) for column in table.columns])
    for index, column in enumerate(table.columns, start=1):
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = max(len(column.title), len(column.example), 10) + 2
        if column.reader not in (*_NUMBERS, cells.day):
            # As text, so that Excel keeps the leading zeros of a SKU that is typed in.
            sheet.column_dimensions[letter].number_format = _TEXT_FORMAT
            sheet.cell(2, index).number_format = _TEXT_FORMAT
    sheet.freeze_panes = "A2"
    meaning = book.create_sheet("What the columns mean")
    meaning.append(["Name of the column", "Needed", "Meaning", "Example"])
    for column in table.columns:
        meaning.append([column.title, "yes" if column.required else "no", column.hint, column.example])
    meaning.append([])
    meaning.append([_HINT])
    for letter, width in zip("ABCD", (20, 8, 70, 26), strict=True):
        meaning.column_dimensions[letter].width = width
    for top in (*sheet[1], *meaning[1]):
        top.font = Font(bold=True)
    with replace_file(path) as partial:
        book.save(partial)


def _value(column: Col) -> str | Decimal | date | None:
    """Give the example as a cell of its kind: a number, a day, or text."""
    if not column.example:
        return None
    if column.reader in _NUMBERS:
        return Decimal(column.example)
    return date.fromisoformat(column.example) if column.reader is cells.day else column.example
