"""Reading of workbooks: a look at the zip directory first, then the cells as text."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook

from app.errors import ImportRefused

_MEGABYTE = 1024 * 1024
_MOST_ENTRIES = 2000
_MOST_TOTAL = 300 * _MEGABYTE
_MOST_PART = 200 * _MEGABYTE
_MOST_RATIO = 200
# Beyond 15 digits a spreadsheet number has lost digits; its exponent form is refused where an id is expected.
_EXACT = 10**15

Cell = int | float | str | bool | time | date | datetime | timedelta


def read_workbook(data: bytes) -> list[tuple[str, tuple[tuple[str, ...], ...]]]:
    """Give name and cells of every sheet, all cells as text; refuses bombs, macros and what is no workbook."""
    check_archive(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            (name, tuple(tuple(cell_text(cell) for cell in row) for row in rows))
            for name in workbook.sheet_names
            if (rows := workbook.get_sheet_by_name(name).to_python(skip_empty_area=False))
        ]
    except CalamineError as error:
        raise ImportRefused(
            f"The workbook cannot be read ({error}). Nothing was imported. Save it again as .xlsx, or export CSV."
        ) from error


def check_archive(data: bytes) -> None:
    """Refuse a zip that would unpack to too much or that carries macros, before anything is unpacked."""
    nothing = "Nothing was imported."
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise ImportRefused(f"The file is a damaged zip or workbook ({error}). {nothing} Download it again.") from error
    names = {entry.filename for entry in entries}
    if not any(name.startswith("xl/") for name in names):
        raise ImportRefused(f"This is a zip file, not a workbook. {nothing} Unpack it, or drop it whole on the window.")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise ImportRefused(f"The workbook contains macros. {nothing} Save it as .xlsx without macros.")
    if any(name.startswith("/") or ".." in name.split("/") for name in names):
        raise ImportRefused(f"The workbook names parts outside itself: it is damaged or hostile. {nothing}")
    packed = max(sum(entry.compress_size for entry in entries), 1)
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > _MOST_ENTRIES or unpacked > _MOST_TOTAL or max(e.file_size for e in entries) > _MOST_PART:
        raise ImportRefused(f"The workbook unpacks to more than 300 MB. {nothing} Export a shorter period, or CSV.")
    if unpacked > _MEGABYTE and unpacked / packed > _MOST_RATIO:
        times = unpacked // packed
        raise ImportRefused(f"The workbook unpacks to {times} times its size: it is not an export. {nothing}")


def cell_text(cell: Cell) -> str:
    """Write a cell as text: whole numbers without decimals, days and times in ISO form."""
    match cell:
        case bool():
            return "true" if cell else "false"
        case float():
            if cell.is_integer() and abs(cell) < _EXACT:
                return str(int(cell))
            return f"{cell:.10E}" if abs(cell) >= _EXACT else repr(cell)
        case datetime():
            return cell.isoformat(sep=" ") if cell.time() != time() else cell.date().isoformat()
        case date() | time():
            return cell.isoformat()
        case _:
            return str(cell)
