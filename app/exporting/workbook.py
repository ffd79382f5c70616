"""Workbooks written row by row: numbers are exact numbers, text stays text, and only what is meant is a formula.

openpyxl makes everything but the rows. They are written here, because openpyxl writes 0.07 as 0.07000000000000001,
leaves formulas without the value that a preview shows, and needs six times as long.
"""

from __future__ import annotations

import io
import re
import shutil
import tempfile
import zipfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, cast

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell as ExcelCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from app.columns import Cell
from app.errors import UserError
from app.exporting.cells import escaped, inner_xml, sheet_title
from app.exporting.looks import PLAIN, QUIET, Style
from app.paths import replace_file

MOST_ROWS = 1_048_576
_A4 = "9"
_KEPT_IN_MEMORY = 16_000_000
_KEPT_CELLS = 20_000
_NO_ROWS = re.compile(rb"<sheetData ?/>|<sheetData></sheetData>")
_STARTS_A_FORMULA = ("=", "+", "-", "@", "'")


@dataclass(frozen=True)
class Formula:
    """A formula without its equals sign, and the value it comes to, which programs that do not reckon show."""

    text: str
    result: Cell = None


@dataclass(frozen=True)
class Shown:
    """A value in the look of its cell."""

    value: Cell | Formula
    style: Style = PLAIN


class Sheet:
    """A sheet that is written row by row, from the top."""

    def __init__(self, sheet: Worksheet, rows: BinaryIO) -> None:
        self.sheet = sheet
        self.height = 0
        self._rows = rows
        self._letters: list[str] = []
        self._styles: dict[tuple[Style, bool], int] = {}
        # Names, codes, days and prices come again and again.
        self._kept = lru_cache(_KEPT_CELLS, typed=True)(self._written)

    @property
    def title(self) -> str:
        """The name on the sheet's tab."""
        return str(self.sheet.title)

    def row(self, *values: Shown | None, height: float = 0) -> int:
        """Write the next row, as high as its text unless `height` says otherwise, and give its number from 1 on."""
        self.height += 1
        if self.height > MOST_ROWS:
            raise UserError(
                f"The sheet “{self.title}” would hold more than {MOST_ROWS:,} rows, which is where Excel ends. "
                "Nothing was written. Choose a shorter period, or save as CSV."
            )
        while len(self._letters) < len(values):
            self._letters.append(get_column_letter(len(self._letters) + 1))
        cells = [
            f'<c r="{letter}{self.height}"{self._inside(shown.value, shown.style)}</c>'
            for letter, shown in zip(self._letters, values, strict=False)
            if shown is not None
        ]
        high = f' ht="{height}" customHeight="1"' if height else ""
        self._rows.write(f'<row r="{self.height}"{high}>{"".join(cells)}</row>'.encode())
        return self.height

    def rows(self, *rows: Sequence[Shown | None]) -> int:
        """Write several rows and give the number of the last one."""
        for row in rows:
            self.row(*row)
        return self.height

    def _inside(self, value: Cell | Formula, style: Style) -> str:
        # Fractions that are equal need not be written alike: 1.0 and 1.00.
        return self._written(value, style) if isinstance(value, Decimal | Formula) else self._kept(value, style)

    def _written(self, value: Cell | Formula, style: Style) -> str:
        """Write a cell but for its place."""
        if isinstance(value, Formula):
            form, result = inner_xml(value.result)
            form = ' t="str"' if form else ""
            result = f"<v>{escaped(value.result)}</v>" if isinstance(value.result, str) else result
            return f' s="{self._style(style)}"{form}><f>{escaped(value.text)}</f>{result}'
        quoted = isinstance(value, str) and value.startswith(_STARTS_A_FORMULA)
        form, inner = inner_xml(value)
        return f' s="{self._style(style, quoted=quoted)}"{form}>{inner}'

    def _style(self, style: Style, *, quoted: bool = False) -> int:
        number = self._styles.get((style, quoted))
        if number is None:
            number = self._styles[style, quoted] = self._new_style(style, quoted=quoted)
        return number

    def _new_style(self, style: Style, *, quoted: bool) -> int:
        """Enter a look into the workbook's list of looks and give its number there."""
        cell = ExcelCell(self.sheet, row=1, column=1)
        cell.font = Font(name="Calibri", size=style.size, bold=style.bold, color=style.ink)
        cell.number_format = style.form
        if style.fill:
            cell.fill = PatternFill("solid", fgColor=style.fill)
        if style.align or style.wrap:
            cell.alignment = Alignment(horizontal=style.align or None, vertical="top", wrap_text=style.wrap)
        if style.above:
            cell.border = Border(top=Side("thin", color=QUIET))
        cell.quotePrefix = quoted
        return int(cell.style_id)


class Book:
    """A workbook that is being written; its sheets stand in the order in which they are made."""

    def __init__(self, title: str, held: ExitStack) -> None:
        self._workbook = Workbook(write_only=True)
        self._workbook.properties.title = title
        self._workbook.properties.creator = "Channelbook"
        self._held = held
        self._rows: list[BinaryIO] = []

    def sheet(self, title: str, *, widths: Sequence[float], frozen: str = "", header: int = 0) -> Sheet:
        """Begin a sheet with its widths.

        Rows above and columns left of the cell `frozen` stay in view; rows up to `header` are printed on every page.
        """
        sheet = self._workbook.create_sheet(sheet_title(title))
        for index, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(index)].width = width
        if frozen:
            sheet.freeze_panes = frozen
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = _A4
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.HeaderFooter.oddFooter.left.text = "&A"
        sheet.HeaderFooter.oddFooter.right.text = "&P / &N"
        if header:
            sheet.print_title_rows = f"1:{header}"
        # Long sheets go through a file of their own, so that a million rows need no memory.
        spooled = tempfile.SpooledTemporaryFile(_KEPT_IN_MEMORY)  # noqa: SIM115 - closed with the workbook
        rows = cast("BinaryIO", self._held.enter_context(spooled))
        self._rows.append(rows)
        return Sheet(sheet, rows)

    def save(self, path: Path) -> None:
        """Write the workbook, with the rows put into the sheets that openpyxl left empty."""
        empty = io.BytesIO()
        self._workbook.save(empty)
        rows = {f"xl/worksheets/sheet{number}.xml": rows for number, rows in enumerate(self._rows, 1)}
        with (
            zipfile.ZipFile(empty) as source,
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as target,
        ):
            for name in source.namelist():
                if name not in rows:
                    target.writestr(name, source.read(name))
                    continue
                head, tail = _NO_ROWS.split(source.read(name))
                with target.open(name, "w", force_zip64=True) as part:
                    part.write(head + b"<sheetData>")
                    rows[name].seek(0)
                    shutil.copyfileobj(rows[name], part)
                    part.write(b"</sheetData>" + tail)


@contextmanager
def new_workbook(path: Path, *, title: str) -> Iterator[Book]:
    """Give a workbook to fill, and put it in the place of `path` once the block ends well."""
    with ExitStack() as held, replace_file(path) as partial:
        book = Book(title, held)
        yield book
        book.save(partial)


def formulas_outside(path: Path, allowed: Collection[str]) -> list[str]:
    """List the cells of a workbook that hold a formula outside the allowed ranges, such as "Summary!B5:M9"."""
    ranges: dict[str, list[tuple[int, int, int, int]]] = {}
    for one in allowed:
        title, _, cells = one.rpartition("!")
        ranges.setdefault(title.strip("'"), []).append(_boundaries(cells))
    return [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in load_workbook(path).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and not _within(cell.row or 0, cell.column or 0, ranges.get(sheet.title, []))
    ]


def _boundaries(cells: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = range_boundaries(cells)
    return left or 1, top or 1, right or 1, bottom or 1


def _within(row: int, column: int, ranges: Sequence[tuple[int, int, int, int]]) -> bool:
    return any(left <= column <= right and top <= row <= bottom for left, top, right, bottom in ranges)
